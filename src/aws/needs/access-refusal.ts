import type { AccessRefusal } from "../../core/text/access-refusal.ts";
import { permissionText } from "../../core/text/access-refusal.ts";
import type { DecodedCall } from "../../core/source.ts";
import { isArray, isObject } from "../../core/json/json.ts";
import type { Json } from "../../core/json/json.ts";

interface ServiceError {
  readonly code: string;
  readonly message: string;
}

/** Codes by which AWS says that the caller may not, and not that it does not know the caller. */
const refusals =
  /^(?:.*AccessDenied.*|Unauthorized(?:Operation|Access|Exception)?|.*NotAuthorized.*|AuthorizationError(?:Exception)?|.*Forbidden.*|40[13]|AccessDeniedByPolicy)$/i;

/**
 * The one permission that was missing, by AWS's message and by the call itself; undefined where the error is about something else. Messages say action, resource and the
 * kind of policy in fixed phrases (IAM User Guide, Troubleshoot access denied error messages); services that say less (S3 `Access Denied`) are told by the call.
 */
export function accessRefusal(call: DecodedCall, { code, message }: ServiceError): AccessRefusal | undefined {
  if (!refusals.test(code)) return undefined;
  // A message that was decoded already says all of it.
  const decoded = decodedRefusal(message);
  if (decoded) return decoded;
  const plain = message.replace(/\s*Encoded authorization failure message:.*$/is, "").replaceAll(/\s+/g, " ");
  const said = saidBy(plain);
  const action = actionOf(said.action, call);
  const need = call.needs?.find((one) => one.action === action);
  const resource = said.resource ?? oneOf((need ?? call).resources);
  return described({
    ...said,
    action,
    resource,
    ...(/Encoded authorization failure message/i.test(message) && { encoded: true }),
  });
}

/** What `sts:DecodeAuthorizationMessage` gives for an encoded message of EC2 and others (STS API Reference). Undefined where the text is no such document. */
export function decodedRefusal(text: string): AccessRefusal | undefined {
  const document = parsed(text);
  if (!isObject(document) || !isObject(document["context"])) return undefined;
  const { action, resource, principal } = document["context"];
  if (typeof action !== "string") return undefined;
  const who = isObject(principal) ? principal["arn"] : principal;
  const matched = isObject(document["matchedStatements"])
    ? document["matchedStatements"]["items"]
    : undefined;
  const first = isArray(matched) ? matched[0] : undefined;
  const source = isObject(first) ? first["sourcePolicyType"] : undefined;
  const type = typeof source === "string" ? policyTypeOf(source) : undefined;
  return described({
    action,
    resource: typeof resource === "string" ? resource : "*",
    explicit: document["explicitDeny"] === true,
    ...(type !== undefined && { policyType: type }),
    ...(typeof who === "string" && { principal: who }),
  });
}

type Said = Omit<AccessRefusal, "statement" | "text">;

function described(said: Said): AccessRefusal {
  return {
    ...said,
    statement: { Effect: "Allow", Action: said.action, Resource: said.resource },
    text: permissionText(said),
  };
}

function saidBy(message: string): Partial<Said> {
  const action = /not authorized to perform:?\s+"?([\w-]+:[\w*]+)/i.exec(message)?.[1];
  const resource = /on (?:the )?resource:?\s+"?(arn:[^\s",]+|\*)/i.exec(message)?.[1]?.replace(/[.;]$/, "");
  const principal = /(?:User|Principal|Role):\s+"?(arn:[^\s",]+)/i.exec(message)?.[1];
  const denied =
    /with an explicit deny in (?:an?|the) ([a-z -]+? (?:policy|boundary)|permissions boundary)(?::?\s+"?(arn:[^\s"]+))?/i.exec(
      message,
    );
  const silent = /because no ([a-z -]+? (?:policy|boundary|policies)|permissions boundary) allows? /i.exec(
    message,
  );
  const type = policyTypeOf(denied?.[1] ?? silent?.[1] ?? "");
  const policy = denied?.[2]?.replace(/[.;,]$/, "");
  return {
    ...(action !== undefined && { action }),
    ...(resource !== undefined && { resource }),
    ...(principal !== undefined && { principal }),
    ...(type !== undefined && { policyType: type }),
    ...((denied ?? silent) && { explicit: denied !== null }),
    ...(policy !== undefined && { policy }),
  };
}

/** AWS's phrases, of messages and of decoded messages. */
function policyTypeOf(phrase: string): AccessRefusal["policyType"] {
  const words = phrase.toLowerCase().replaceAll(/[^a-z]/g, "");
  return phrases.find(([pattern]) => pattern.test(words))?.[1];
}

const phrases: readonly (readonly [RegExp, NonNullable<AccessRefusal["policyType"]>])[] = [
  [/servicecontrol|^scp/, "scp"],
  [/resourcecontrol|^rcp/, "rcp"],
  [/endpoint/, "endpoint"],
  [/boundary/, "boundary"],
  [/session/, "session"],
  [/trust/, "trust"],
  [/resourcebased|keypolicy|bucketpolicy/, "resource"],
  [/identitybased|iampolicy/, "identity"],
];

/** The catalogue's spelling where the message has its own (`sqs:getqueueattributes`). */
function actionOf(said: string | undefined, call: DecodedCall): string {
  const [main = `${call.service}:${call.operation}`] = call.actions;
  if (said === undefined) return main;
  const known = [...call.actions, ...(call.needs ?? []).map(({ action }) => action)];
  return known.find((action) => action.toLowerCase() === said.toLowerCase()) ?? said;
}

function oneOf(resources: readonly string[]): string {
  const [only = "*", ...more] = resources;
  return more.length === 0 ? only : "*";
}

function parsed(text: string): Json | undefined {
  try {
    // JSON.parse yields JSON by definition.
    const value = JSON.parse(text) as Json;
    return isObject(value) && typeof value["DecodedMessage"] === "string"
      ? parsed(value["DecodedMessage"])
      : value;
  } catch {
    return undefined;
  }
}
