import type { Link } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { isObject } from "../../core/json/json.ts";
import { linkOfArn } from "../../diagnose/arn-link.ts";
import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, objects, text } from "../../facts/reader.ts";

/** An answer about one aspect of a bucket stands under the bucket's name; its data is the whole answer. */
const aspect = (operation: string, type: string, links: (answer: JsonObject) => readonly Link[] = () => []) =>
  itemReader("s3", operation, "", (answer, { params }) => ({
    type,
    id: text(params, "Bucket"),
    links: [{ kind: "aspect-of", type: "AWS::S3::Bucket", id: text(params, "Bucket") }, ...links(answer)],
  }));

function notified(answer: JsonObject): readonly Link[] {
  return [
    ...objects(answer, "LambdaFunctionConfigurations").flatMap((one) =>
      linkOfArn("delivers-to", text(one, "LambdaFunctionArn")),
    ),
    ...objects(answer, "QueueConfigurations").flatMap((one) =>
      linkOfArn("delivers-to", text(one, "QueueArn")),
    ),
    ...objects(answer, "TopicConfigurations").flatMap((one) =>
      linkOfArn("delivers-to", text(one, "TopicArn")),
    ),
  ];
}

function replicated(answer: JsonObject): readonly Link[] {
  return objects(answer["ReplicationConfiguration"], "Rules").flatMap((rule) =>
    isObject(rule["Destination"]) ? linkOfArn("delivers-to", text(rule["Destination"], "Bucket")) : [],
  );
}

const version = (listed: string) =>
  listReader("s3", "ListObjectVersions", `${listed}/*`, (item, { params }) => ({
    type: listed === "Versions" ? "AWS::S3::ObjectVersion" : "AWS::S3::DeleteMarker",
    id: `${text(params, "Bucket")}/${text(item, "Key")}#${text(item, "VersionId")}`,
    name: `s3://${text(params, "Bucket")}/${text(item, "Key")}`,
    links: [{ kind: "in", type: "AWS::S3::Bucket", id: text(params, "Bucket") }],
  }));

/** What S3 tells of what happens to objects; who may reach them is read beside this. */
export const readers: readonly FactReader[] = [
  aspect("GetBucketVersioning", "AWS::S3::BucketVersioning"),
  aspect("GetBucketLifecycleConfiguration", "AWS::S3::BucketLifecycle"),
  aspect("GetBucketReplication", "AWS::S3::BucketReplication", replicated),
  aspect("GetBucketNotificationConfiguration", "AWS::S3::BucketNotification", notified),
  aspect("GetBucketWebsite", "AWS::S3::BucketWebsite"),
  aspect("GetObjectLockConfiguration", "AWS::S3::ObjectLock"),
  aspect("GetBucketLogging", "AWS::S3::BucketLogging"),
  {
    service: "s3",
    operation: "ListObjectVersions",
    read: (answered) => [...version("Versions").read(answered), ...version("DeleteMarkers").read(answered)],
  },
];
