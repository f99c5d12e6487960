import { isArray, isObject } from "../core/json/json.ts";
import type { Json } from "../core/json/json.ts";
import type { DecodedCall } from "../core/source.ts";
import type { Mandate } from "../core/grant.ts";
import { arnOutside, regionsOf } from "./arn-outside.ts";

/**
 * A reason when an account, region, bucket or host that the call names lies outside the mandate, wherever in its parameters and however encoded.
 * ARNs that AWS itself owns count as inside, and so does the region where a partition's global services answer.
 */
export function outsideMandate(call: DecodedCall, mandate: Mandate): string | undefined {
  if (!regionsOf(mandate).has(call.region))
    return `the region ${call.region} is not in the mandate (${mandate.regions.join(", ")})`;
  const foreign = call.hostAccounts?.find((account) => !mandate.accounts.includes(account));
  if (foreign !== undefined) return `the host names the account ${foreign}, which is not in the mandate`;
  for (const { name, text } of stringsOf(call.clearParams ?? call.params, "")) {
    const reason = [...spellingsOf(text)]
      .map((spelling) => textOutside(call, name, spelling, mandate))
      .find((found) => found !== undefined);
    if (reason !== undefined) return reason;
  }
  const touched = [...call.resources, ...(call.needs ?? []).flatMap((need) => need.resources)];
  return touched.map((arn) => arnOutside(arn, mandate)).find((reason) => reason !== undefined);
}

/** Every string of a request, map keys included, with the nearest member's name. */
function* stringsOf(value: Json, name: string): Generator<{ readonly name: string; readonly text: string }> {
  if (typeof value === "string") yield { name, text: value };
  else if (isArray(value)) for (const item of value) yield* stringsOf(item, name);
  else if (isObject(value))
    for (const [key, inner] of Object.entries(value)) {
      yield { name: "", text: key };
      yield* stringsOf(inner, key);
    }
}

/** A text as it stands, and with escapes undone: once and twice, for a service may decode what was decoded on the way. */
function spellingsOf(text: string): ReadonlySet<string> {
  const once = unescaped(text);
  return new Set([text, once, unescaped(once)]);
}

function unescaped(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function textOutside(call: DecodedCall, name: string, text: string, mandate: Mandate): string | undefined {
  return (
    arnOutside(text, mandate, compared.test(name) ? "logs" : undefined) ??
    accountOutside(name, text, mandate) ??
    urlOutside(call, name, text, mandate)
  );
}

/** Text that is only compared with what the account holds; a query may still name log groups elsewhere. */
const compared = /^(?:filterPattern|queryString|QueryStatement|AttributeValue)$/i;
const accountMember = /account|owner|registry|catalogid|^targetid$|tenant/i;

function accountOutside(name: string, text: string, mandate: Mandate): string | undefined {
  const named = accountMember.test(name) ? /^\s*(\d{12})\s*$/.exec(text) : null;
  // `999999999999:function:name`, `999999999999.dkr.ecr…`, and the accounts that a query or a picture's document names.
  const prefixed = compared.test(name) ? null : /^(\d{12})(?::|\.dkr\.ecr)/.exec(text);
  const inText = [
    ...text.matchAll(/account(?:_?identifier|_?id)?s?\\?["']?\s*[:=]\s*((?:[\s"'\\,[\]]*\d{12})+)/gi),
  ].flatMap(([, list = ""]) => list.match(/\d{12}/g) ?? []);
  const account = [named?.[1], prefixed?.[1], ...inText].find(
    (found) => found !== undefined && !mandate.accounts.includes(found),
  );
  return account === undefined
    ? undefined
    : `the account ${account} (${name === "" ? "a key" : name}) is not in the mandate`;
}

function urlOutside(call: DecodedCall, name: string, text: string, mandate: Mandate): string | undefined {
  if (/^queueurl$/i.test(name)) return queueOutside(text, mandate);
  const bucket = call.service !== "s3" || name !== "Key" ? bucketIn(text) : undefined;
  return bucket === undefined
    ? undefined
    : `${text.slice(0, 200)} names the bucket ${bucket}, whose owner this request cannot pin. Read the bucket itself, or give the document instead of its address`;
}

/** The bucket of an address that some other service would read or write for the caller. */
function bucketIn(text: string): string | undefined {
  const address =
    /^s3[an]?:\/\/([^/\s]+)/i.exec(text) ??
    /^https?:\/\/([^/\s]+?)\.s3[.-][^/\s]*amazonaws\.com/i.exec(text) ??
    /^https?:\/\/s3[.-][^/\s]*amazonaws\.com(?:\.cn)?(?::\d+)?\/([^/\s?]+)/i.exec(text);
  return address?.[1];
}

/** Queue URLs name region and account; a simulator's may name its own host. A plain name is a queue of the caller's own. */
function queueOutside(text: string, mandate: Mandate): string | undefined {
  if (/^[\w-]{1,80}(?:\.fifo)?$/.test(text)) return undefined;
  const queue = /^https?:\/\/([a-z0-9.-]+(?::\d{1,5})?)\/(\d{12})\/[\w-]{1,80}(?:\.fifo)?$/.exec(text);
  if (!queue) return `${text.slice(0, 200)} is not the address of a queue`;
  const [, host = "", account = ""] = queue;
  if (!mandate.accounts.includes(account))
    return `the queue ${text.slice(0, 200)} belongs to the account ${account}, which is not in the mandate`;
  const region = /^(?:sqs(?:-fips)?\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\.(?:amazonaws\.com|api\.aws)/.exec(
    host,
  );
  const named = region?.[1] ?? region?.[2];
  return named === undefined || regionsOf(mandate).has(named)
    ? undefined
    : `the queue ${text.slice(0, 200)} lies in ${named}, which is not in the mandate`;
}
