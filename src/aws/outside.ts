import { isArray, isObject } from "../core/json.ts";
import type { Json } from "../core/json.ts";
import type { DecodedCall } from "../core/source.ts";
import type { Mandate } from "../core/grant.ts";

/** A reason when an account, region or host that the call names lies outside the mandate. ARNs that AWS itself owns count as inside. */
export function outsideMandate(call: DecodedCall, mandate: Mandate): string | undefined {
  if (!regionsOf(mandate).has(call.region))
    return `the region ${call.region} is not in the mandate (${mandate.regions.join(", ")})`;
  const strings = [...stringsOf(call.params, "")];
  for (const { name, text } of strings) {
    const reason =
      arnOutside(text, mandate) ?? accountOutside(name, text, mandate) ?? urlOutside(text, mandate);
    if (reason !== undefined) return reason;
  }
  return call.resources.map((arn) => arnOutside(arn, mandate)).find((reason) => reason !== undefined);
}

/** The mandate's regions, and the one where a partition's global services answer. */
function regionsOf({ regions }: Mandate): ReadonlySet<string> {
  const chinese = regions.some((region) => region.startsWith("cn-")) ? ["cn-north-1", "cn-northwest-1"] : [];
  const government = regions.some((region) => region.startsWith("us-gov-")) ? ["us-gov-west-1"] : [];
  const commercial = regions.some((region) => !region.startsWith("cn-") && !region.startsWith("us-gov-"))
    ? ["us-east-1"]
    : [];
  return new Set([...regions, ...chinese, ...government, ...commercial]);
}

function* stringsOf(value: Json, name: string): Generator<{ readonly name: string; readonly text: string }> {
  if (typeof value === "string") yield { name, text: value };
  else if (isArray(value)) for (const item of value) yield* stringsOf(item, name);
  else if (isObject(value)) for (const [key, inner] of Object.entries(value)) yield* stringsOf(inner, key);
}

/** Accounts that AWS writes in its own ARNs. */
const awsOwned = new Set(["", "aws", "cloudfront", "aws-marketplace", "amazon", "*"]);

function arnOutside(text: string, mandate: Mandate): string | undefined {
  const arn = /^arn:aws[\w-]*:([\w-]*):([\w-]*):([^:]*):/.exec(text);
  if (!arn) return undefined;
  const [, service = "", region = "", account = ""] = arn;
  if (!awsOwned.has(account) && !mandate.accounts.includes(account))
    return `${text.slice(0, 200)} belongs to the account ${account}, which is not in the mandate`;
  if (region === "" || region === "*" || awsOwned.has(account) || regionsOf(mandate).has(region))
    return undefined;
  return `${text.slice(0, 200)} lies in ${region}, which is not in the mandate (${service})`;
}

function accountOutside(name: string, text: string, mandate: Mandate): string | undefined {
  if (
    !/^(?:Account|AccountId|OwnerId|Owner|QueueOwnerAWSAccountId|ExpectedBucketOwner|ExpectedSourceBucketOwner|registryId|TargetId|CatalogId|accountId|accountIds|AccountIds|Owners|OwnerIds|OwningAccount|SourceAccount)$/i.test(
      name,
    )
  )
    return undefined;
  if (!/^\d{12}$/.test(text) || mandate.accounts.includes(text)) return undefined;
  return `the account ${text} (${name}) is not in the mandate`;
}

/** Queue URLs name region and account; a simulator's may name its own host. */
function urlOutside(text: string, mandate: Mandate): string | undefined {
  const queue = /^https?:\/\/([^/]+)\/(\d{12})\/[\w.-]+$/.exec(text);
  if (!queue) return undefined;
  const [, host = "", account = ""] = queue;
  if (!mandate.accounts.includes(account))
    return `the queue ${text.slice(0, 200)} belongs to the account ${account}, which is not in the mandate`;
  const region = /^(?:sqs\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\.amazonaws\.com/.exec(host);
  const named = region?.[1] ?? region?.[2];
  return named === undefined || regionsOf(mandate).has(named)
    ? undefined
    : `the queue ${text.slice(0, 200)} lies in ${named}, which is not in the mandate`;
}
