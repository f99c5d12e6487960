import type { Facts, Link, Read } from "../core/facts.ts";
import type { JsonObject } from "../core/json/json.ts";
import { saysAbsent } from "../core/text/says-absent.ts";

/** The read of one thing by its name, whose answer "not found" proves that it is not there. */
const lookups: Readonly<
  Record<string, { service: string; operation: string; params: (id: string) => JsonObject }>
> = {
  "AWS::Lambda::Function": {
    service: "lambda",
    operation: "GetFunctionConfiguration",
    params: (id) => ({ FunctionName: id }),
  },
  "AWS::SQS::Queue": { service: "sqs", operation: "GetQueueUrl", params: (id) => ({ QueueName: id }) },
  "AWS::SNS::Topic": { service: "sns", operation: "GetTopicAttributes", params: (id) => ({ TopicArn: id }) },
  "AWS::S3::Bucket": { service: "s3", operation: "GetBucketVersioning", params: (id) => ({ Bucket: id }) },
};

/** The read that found out that what a link names does not exist; undefined where it exists, was refused, or was not looked for. */
export function missingRead(facts: Facts, { type, id }: Pick<Link, "type" | "id">): Read | undefined {
  const lookup = lookups[type];
  const read = lookup && facts.read(lookup.service, lookup.operation, lookup.params(id));
  return read?.error && !read.error.denied && saysAbsent(`${read.error.code} ${read.error.message}`)
    ? read
    : undefined;
}
