import type { CheckContext } from "../../diagnose/check.ts";
import type { Related } from "../../diagnose/related.ts";
import type { Needed } from "../../diagnose/resource-check.ts";

/** Keys that the question names, as far as they look like keys: what follows `s3://bucket/`, or a file name. */
export function keysAsked({ question }: CheckContext): readonly string[] {
  const addressed = [...question.text.matchAll(/s3:\/\/[a-z0-9.-]+\/(\S*[^\s.,;:?!'")\]])/g)].map(
    (match) => match[1] ?? "",
  );
  const files = [
    ...question.text.matchAll(/(?<![\w./-])([\w-]+(?:\/[\w.-]+)*\.[a-z][a-z0-9]{1,4})(?![\w/-])/gi),
  ].map((match) => match[1] ?? "");
  return [...new Set([...addressed, ...files])].filter((key) => key !== "").slice(0, 5);
}

/** The prefix that the question speaks of: `archive/` in "under archive/" or in an address. */
export function prefixesAsked(context: CheckContext): readonly string[] {
  const bare = [
    ...context.question.text.matchAll(/(?<![\w/])([\w.-]+(?:\/[\w.-]+)*\/)(?=[\s.,;:?!'")*]|$)/g),
  ].map((match) => match[1] ?? "");
  const addressed = [
    ...context.question.text.matchAll(/(?:s3:\/\/)?[a-z0-9.-]{3,63}\/([\w.-]+(?:\/[\w.-]+)*\/?)/g),
  ].map((match) => match[1] ?? "");
  return [...new Set([...addressed, ...bare])].filter((prefix) => prefix !== "");
}

export function bucketStateRead({ id }: Related, context: CheckContext): Needed {
  return {
    service: "s3",
    operation: "GetBucketVersioning",
    params: { Bucket: id },
    find: (facts) =>
      facts.read("s3", "GetBucketNotificationConfiguration", { Bucket: id }) === undefined
        ? undefined
        : facts.read("s3", "GetBucketVersioning", { Bucket: id }),
    probe: {
      probe: "s3/bucket-state",
      variables: { buckets: [id], keys: [...keysAsked(context)] },
      reason: `versions, lifecycle, replication and notifications of bucket ${id}`,
    },
  };
}
