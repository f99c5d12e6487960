import type { Facts, Resource } from "../../core/facts.ts";
import { spokenWords } from "../../diagnose/spoken-words.ts";
import { isObject } from "../../core/json/json.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check, CheckContext, Fault } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, strings, text } from "../../facts/reader.ts";
import { bucketStateRead, keysAsked, prefixesAsked } from "./bucket-read.ts";
import { prefixOf, touches } from "./object-checks.ts";

const type = "AWS::S3::Bucket";

/** "Replicating objects": an enabled rule whose filter covers the object, and versioning on both sides. */
export const replication: Check = resourceCheck({
  id: "s3.replication",
  title: "replication rules of the bucket",
  type,
  reach: 1,
  needed: bucketStateRead,
  judge: (bucket, context) => judgeReplication(bucket, context),
});

function judgeReplication(bucket: Resource, context: CheckContext): Judgement {
  const { facts, question } = context;
  const configuration = facts.get("AWS::S3::BucketReplication", bucket.id);
  if (!configuration) return {};
  const rules = objects(configuration.data["ReplicationConfiguration"], "Rules");
  const asked = /replic|copied|copy|synced?\b|mirror|\bdr\b|other (?:bucket|region)/i.test(
    spokenWords(question),
  );
  const role = asked ? ("root" as const) : ("bystander" as const);
  const at = (index: number): string => `/ReplicationConfiguration/Rules/${index}`;
  const off = rules.findIndex(
    (rule) => text(rule, "Status") === "Disabled" && touches(prefixOf(rule), context),
  );
  // Another enabled rule over the same objects replicates them all the same; then a disabled one is only a likely answer to "why not".
  const covers = rules.some(
    (rule) =>
      text(rule, "Status") === "Enabled" &&
      touches(prefixOf(rule), context) &&
      (prefixesAsked(context).length > 0 || prefixOf(rule) === ""),
  );
  const disabled = rules[off];
  if (disabled && (!covers || asked)) {
    const id = text(disabled, "ID");
    return {
      faults: [
        blame(bucket, {
          property: `Replication rule ${id} Status`,
          observed: "Disabled",
          expected: "Enabled",
          title: `Replication rule ${id} of bucket ${bucket.id} is Disabled`,
          explanation: `Bucket ${bucket.id} has replication rule ${id} for prefix ${prefixOf(disabled) || "(all objects)"} with Status Disabled: new objects there are not replicated.`,
          evidence: [facts.cite(configuration, at(off))],
          role,
          standing: covers ? "supported" : "proved",
          change: {
            summary: `Enable replication rule ${id} of ${bucket.id}`,
            commands: [
              [
                "aws",
                "s3api",
                "put-bucket-replication",
                "--bucket",
                bucket.id,
                "--replication-configuration",
                JSON.stringify({
                  ...objectOf(configuration.data["ReplicationConfiguration"]),
                  Rules: rules.map((rule, index) => (index === off ? { ...rule, Status: "Enabled" } : rule)),
                }),
              ],
            ],
            risk: "Only new objects are replicated; the backlog needs S3 Batch Replication.",
            rollback: shellCommand`aws s3api put-bucket-replication --bucket ${bucket.id} --replication-configuration ${JSON.stringify(configuration.data["ReplicationConfiguration"])}`,
            edits: [
              {
                op: "replace",
                type: configuration.type,
                id: bucket.id,
                path: `${at(off)}/Status`,
                value: "Enabled",
              },
            ],
          },
        }),
      ],
    };
  }
  return (
    unversionedTarget(bucket, configuration, rules, facts) ??
    outsideFilter(bucket, configuration, rules, context) ?? {
      fine: `replication rules of ${bucket.id} are enabled`,
      evidence: [facts.cite(configuration, "/ReplicationConfiguration/Rules")],
    }
  );
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function unversionedTarget(
  bucket: Resource,
  configuration: Resource,
  rules: readonly JsonObject[],
  facts: Facts,
): Judgement | undefined {
  const targets = rules.map((rule) =>
    isObject(rule["Destination"]) ? (text(rule["Destination"], "Bucket").split(":").at(-1) ?? "") : "",
  );
  for (const name of [bucket.id, ...targets]) {
    const versioning = facts.get("AWS::S3::BucketVersioning", name);
    if (!versioning || text(versioning.data, "Status") === "Enabled") continue;
    const status = text(versioning.data, "Status") || "never enabled";
    return {
      faults: [
        blame(
          {
            type,
            id: name,
            name,
            arn: `arn:aws:s3:::${name}`,
            region: bucket.region,
            account: bucket.account,
          },
          {
            property: "Versioning Status",
            observed: status,
            expected: "Enabled",
            title: `Versioning of bucket ${name} is ${status}, so replication cannot work`,
            explanation: `Bucket ${name} has versioning ${status}; replication from ${bucket.id} needs it Enabled on source and destination.`,
            evidence: [facts.cite(versioning), facts.cite(configuration)],
          },
        ),
      ],
    };
  }
  return undefined;
}

function outsideFilter(
  bucket: Resource,
  configuration: Resource,
  rules: readonly JsonObject[],
  context: CheckContext,
): Judgement | undefined {
  const asked = [...prefixesAsked(context), ...keysAsked(context)].filter(
    (one) => !one.includes("amazonaws"),
  );
  if (asked.length === 0 || !/replic/i.test(spokenWords(context.question)) || rules.length === 0)
    return undefined;
  if (rules.some((rule) => touches(prefixOf(rule), context))) return undefined;
  return {
    faults: [
      blame(bucket, {
        property: "Replication rules Filter.Prefix",
        observed: rules.map(prefixOf),
        expected: `a rule whose prefix covers ${asked[0]}`,
        title: `No replication rule of bucket ${bucket.id} covers ${asked[0]}`,
        explanation: `Bucket ${bucket.id} replicates only prefix ${rules.map(prefixOf).join(", ")}: ${asked[0]} lies outside every rule's Filter.`,
        evidence: [context.facts.cite(configuration, "/ReplicationConfiguration/Rules")],
      }),
    ],
  };
}

const kinds = [
  ["LambdaFunctionConfigurations", "LambdaFunctionArn"],
  ["QueueConfigurations", "QueueArn"],
  ["TopicConfigurations", "TopicArn"],
] as const;

interface Notification {
  readonly pointer: string;
  readonly id: string;
  readonly target: string;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

function notificationsOf(configuration: Resource): readonly Notification[] {
  return kinds.flatMap(([list, member]) =>
    objects(configuration.data, list).map((one, index) => {
      const key = isObject(one["Filter"]) ? one["Filter"]["Key"] : undefined;
      const rules = objects(key, "FilterRules");
      const value = (name: string): string =>
        text(
          rules.find((rule) => text(rule, "Name").toLowerCase() === name),
          "Value",
        );
      return {
        pointer: `/${list}/${index}`,
        id: text(one, "Id"),
        target: text(one, member).split(":").at(-1) ?? "",
        events: strings(one, "Events"),
        prefix: value("prefix"),
        suffix: value("suffix"),
      };
    }),
  );
}

/** A notification takes only keys that its filter fits, by case too, and only events that it names ("Amazon S3 Event Notifications"). */
export const notification: Check = resourceCheck({
  id: "s3.notification",
  title: "filters and events of the bucket's notifications",
  type,
  reach: 1,
  needed: bucketStateRead,
  judge: (bucket, context) => {
    const { facts, question } = context;
    const configuration = facts.get("AWS::S3::BucketNotification", bucket.id);
    const found = configuration ? notificationsOf(configuration) : [];
    const asked =
      /upload|object|file|trigger|event|notif|invok|thumbnail|process|arriv|put|pipeline|result|created?/i.test(
        spokenWords(question),
      );
    if (!configuration || (found.length === 0 && !/notif|trigger/i.test(spokenWords(question)))) return {};
    if (found.length === 0) return {};
    const [endings, places] = [endingsAsked(question.text), prefixesAsked(context)];
    const missed = endings.find((ending) =>
      found.every((one) => one.suffix !== "" && !one.suffix.endsWith(ending) && !ending.endsWith(one.suffix)),
    );
    const outside = places.find((place) =>
      found.every(
        (one) => one.prefix !== "" && !place.startsWith(one.prefix) && !one.prefix.startsWith(place),
      ),
    );
    const one = found[0];
    const filtered = found.filter(({ prefix, suffix }) => prefix !== "" || suffix !== "");
    const partly =
      /\bonly (?:a )?(?:part|some|half|certain|few)\b|\bsome (?:of (?:the|our) )?(?:\w+ )?(?:uploads?|files?|objects?)\b|\bnot (?:all|every)\b|\bonly (?:part|some)/i.test(
        spokenWords(question),
      );
    if (one && missed === undefined && outside === undefined && partly && filtered.length === found.length)
      return { faults: [partFault(bucket, configuration, filtered, context)] };
    if (!one || (missed === undefined && outside === undefined)) {
      const narrow = found.find(
        ({ events }) => events.length > 0 && events.every((event) => !event.startsWith("s3:ObjectCreated:*")),
      );
      if (narrow && asked && /multipart|large|big|copy|copied|put\b|post\b/i.test(spokenWords(question)))
        return { faults: [narrowEvents(bucket, configuration, narrow, context)] };
      return {
        fine: `notifications of ${bucket.id} fit what is asked about`,
        evidence: [facts.cite(configuration)],
      };
    }
    const [filter, value, wanted] =
      missed === undefined ? ["prefix", one.prefix, outside ?? ""] : ["suffix", one.suffix, missed];
    return {
      faults: [
        blame(bucket, {
          property: `Notification ${one.id} Filter ${filter}`,
          observed: value,
          expected: `a notification whose ${filter} fits ${wanted}`,
          title: `Notification ${one.id} of bucket ${bucket.id} takes only keys with ${filter} ${value}`,
          explanation: `Bucket ${bucket.id} has notification ${one.id} to ${one.target} with Filter ${filter} ${value} only: keys with ${wanted} do not fit, so nothing is sent for them.`,
          evidence: [facts.cite(configuration, one.pointer)],
          change: {
            summary: `Add a notification with ${filter} ${wanted} to ${bucket.id}`,
            commands: [],
            risk: "put-bucket-notification-configuration replaces all notifications: give the present ones with it. A filter takes one prefix and one suffix.",
            rollback: shellCommand`aws s3api put-bucket-notification-configuration --bucket ${bucket.id} --notification-configuration ${JSON.stringify(configuration.data)}`,
            edits: [],
          },
        }),
      ],
    };
  },
});

/** Every notification has a filter, and only a part of the objects sends any: the filters are what tells one from the other. */
function partFault(
  bucket: Resource,
  configuration: Resource,
  filtered: readonly Notification[],
  { facts }: CheckContext,
): Fault {
  const said = ({ prefix, suffix }: Notification): string =>
    [prefix === "" ? "" : `prefix ${prefix}`, suffix === "" ? "" : `suffix ${suffix}`]
      .filter((part) => part !== "")
      .join(" and ");
  const all = filtered.map(said).join(" or ");
  const [first] = filtered;
  return blame(bucket, {
    property: `Notification ${first?.id ?? ""} Filter ${first?.suffix === "" ? "prefix" : "suffix"}`,
    observed: filtered.map(({ prefix, suffix }) => ({ prefix, suffix })),
    expected: "a notification for the other keys too",
    title: `Notifications of bucket ${bucket.id} take only keys with ${all}`,
    explanation: `Bucket ${bucket.id} has notification ${first?.id ?? ""} to ${first?.target ?? ""} with Filter ${all} only: keys that do not fit, by case too, send nothing.`,
    evidence: filtered.map(({ pointer }) => facts.cite(configuration, pointer)),
    standing: "supported",
  });
}

/** Endings of files that the question says are not taken: all that it names. */
function endingsAsked(question: string): readonly string[] {
  return [
    ...new Set(
      [...question.matchAll(/(?<![\w/-])(\.[a-z][a-z0-9]{1,5})\b(?!\.)/gi)].map((match) => match[1] ?? ""),
    ),
  ];
}

function narrowEvents(bucket: Resource, configuration: Resource, one: Notification, { facts }: CheckContext) {
  return blame(bucket, {
    property: `Notification ${one.id} Events`,
    observed: [...one.events],
    expected: ["s3:ObjectCreated:*"],
    title: `Notification ${one.id} of bucket ${bucket.id} takes only ${one.events.join(", ")}`,
    explanation: `Bucket ${bucket.id} has notification ${one.id} to ${one.target} for ${one.events.join(", ")} only: objects made in another way (multipart upload, copy, post) send nothing.`,
    evidence: [facts.cite(configuration, one.pointer)],
    standing: "supported",
  });
}
