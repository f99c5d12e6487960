import { isArray, isObject, toPointer } from "../../core/json/json.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import { redactDocument } from "./redact-document.ts";
import { blinded, isPlainValue, isSecretName, redactNamed, redactText } from "./secret-text.ts";
import type { ServiceModel, ShapeRef } from "../service-models.ts";
import { typed } from "../shape-of.ts";

/** What was replaced, by pointer. */
export type Blinded = Map<string, string>;

interface Walk {
  readonly model: ServiceModel;
  readonly found: Blinded;
  /** The answer's purpose is a secret: only what names or dates it stays readable. */
  readonly secretive: boolean;
}

/** Where a string stands. `name`: the nearest member or key; `label`: what a name-value pair calls it. */
interface At {
  readonly path: readonly (string | number)[];
  readonly name: string;
  readonly label?: string | undefined;
  readonly sensitive: boolean;
  readonly inMap: boolean;
  readonly blob?: boolean;
}

/** An answer with its secrets replaced, and which strings those were. */
export function redactAnswer(
  model: ServiceModel,
  ref: ShapeRef | undefined,
  value: Json,
  { secretive = false }: { readonly secretive?: boolean } = {},
): { readonly value: Json; readonly found: Blinded } {
  const found: Blinded = new Map();
  const shown = walk({ model, found, secretive }, ref, value, {
    path: [],
    name: "",
    sensitive: false,
    inMap: false,
  });
  return { value: shown, found };
}

/** A request's parameters as they may be recorded. */
export function redactParams(model: ServiceModel, operation: string, params: JsonObject): JsonObject {
  const { value } = redactAnswer(model, model.operations[operation]?.input, params);
  return isObject(value) ? value : {};
}

/** Members whose purpose is a secret, whatever the model says of them. */
const secretMember =
  /^(?:secretaccesskey|sessiontoken|secretstring|secretbinary|masteruserpassword|(?:admin|user|temporary|new|old|auth|proposed)?password|privatekey|privatekeyplaintext|presharedkeys?|authtoken|clientsecret|keymaterial|plaintext|passworddata|authorizationtoken|accesstoken|refreshtoken|idtoken|bearertoken|apikeyvalue|customergatewayconfiguration|sharedsecret|ciphertextforrecipient|tokenvalue|invitationtoken|secrethash|hectoken|granttoken|importtoken|resulttoken|checkpointtoken|activationcode|base32stringseed|qrcodepng|apikey|uploadpolicysignature|uefidata|token)$/i;
/** What an answer that is all about a secret still says: which one it is, of what kind, and since when. */
const aboutIt =
  /(?:arn|name|ids?|version|stages?|versionstages|type|status|state|enabled|region|date|time|format|algorithm|algorithms|spec|usage|origin|count|size|customerid|partition|accountid|user|label|description|domain|issuer|expiration|service)$/i;
/** Members that are flagged as sensitive because they may hold personal data or anything a user wrote: read for secrets, not blinded. */
const readableMember =
  /name$|^(?:email|description|definition|input|output|cause|error|message|comment|subject|title|targetinput|expression|pattern|filter|querystring|labels?|handler|runtime|reason|statusreason|variablename|key|arn|id|.*arn|.*id|.*url|.*uri|.*state|statement|policy|content|document|.*date|.*time|.*type|.*status|path|region|.*template(?:body)?|.*document)$/i;
/** The label of an SSM parameter that is stored encrypted. */
const secureString = "SecureString";
const pairNames = [
  "Name",
  "name",
  "Key",
  "key",
  "ParameterKey",
  "OutputKey",
  "OptionName",
  "VariableName",
  "variableName",
];
const pairValues = new Set([
  "Value",
  "value",
  "ParameterValue",
  "ResolvedValue",
  "OutputValue",
  "DefaultValue",
  "defaultValue",
]);

function walk(context: Walk, ref: ShapeRef | undefined, value: Json, at: At): Json {
  const of = typed(context.model, ref);
  const sensitive = at.sensitive || of?.shape.sensitive === true;
  if (typeof value === "string")
    return leaf(context, value, { ...at, sensitive, blob: of?.shape.type === "blob" });
  if (isArray(value)) {
    const member = of?.shape.member;
    return value.map((item, index) =>
      walk(context, member, item, { ...at, sensitive, path: [...at.path, index] }),
    );
  }
  if (!isObject(value)) return value;
  const label = labelOf(value);
  const ofMap = of?.shape.type === "map";
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const member = ofMap ? of.shape.value : of?.shape.members?.[name];
      const own = pairValues.has(name) ? label : undefined;
      return [
        name,
        walk(context, member, inner, { path: [...at.path, name], name, label: own, sensitive, inMap: ofMap }),
      ];
    }),
  );
}

/** What a name-value pair is about. Parameters of database engines are settings, not secrets. */
function labelOf(value: JsonObject): string | undefined {
  if (value["Type"] === "SecureString" && "Value" in value) return secureString;
  const name = pairNames.find((key) => typeof value[key] === "string");
  const label = name === undefined ? undefined : value[name];
  return typeof label === "string" ? label : undefined;
}

function leaf({ found, secretive }: Walk, value: string, at: At): Json {
  const shown = secretive ? shownOfSecret(value, at) : shownAt(value, at);
  if (shown !== value) found.set(toPointer(...at.path), shown);
  return shown;
}

/** By the member's name: a value is never taken for harmless by its looks here, but for numbers, ARNs and the like outside secret members. */
function shownOfSecret(value: string, at: At): string {
  if (value === "" || isAccessKeyId(at.name)) return value;
  if (secretMember.test(at.name) || at.blob || at.label === secureString) return blinded;
  if (isPageToken(at) || (aboutIt.test(at.name) && !isSecretName(at.name) && !at.sensitive))
    return redactDocument(value);
  return isPlainValue(value) && !isSecretName(at.label ?? "") ? redactDocument(value) : blinded;
}

function isPageToken({ name, path }: At): boolean {
  return (
    path.length === 1 &&
    /^(?:next|pagination|continuation)(?:page)?(?:token|marker)$|^(?:next)?marker$|^position$/i.test(name)
  );
}

function shownAt(value: string, at: At): string {
  if (value === "") return value;
  // A token of a next page must come back as it was, whatever it looks like.
  if (isPageToken(at)) return value;
  if (secretMember.test(at.name)) return blinded;
  if (at.blob) return at.sensitive && !value.startsWith("«") ? blinded : redactBlob(value);
  if (isUserData(at)) return redactUserData(value);
  if (at.label === secureString) return blinded;
  // How EventBridge signs in elsewhere: whatever stands there under whatever name.
  if (at.sensitive && at.label !== undefined && at.path.includes("AuthParameters"))
    return isPlainValue(value) && !isSecretName(at.label) ? value : blinded;
  if (at.label !== undefined) return redactNamedDocument(at.label, value);
  if (at.inMap) return redactNamedDocument(at.name, value);
  if (!at.sensitive || readableMember.test(at.name) || isPlainValue(value))
    return isAccessKeyId(at.name) ? value : redactDocument(value);
  return isSecretName(at.name) || !/\s/.test(value) ? blinded : redactDocument(value);
}

/** A value under a user's name for it, which may be a whole JSON document. */
function redactNamedDocument(name: string, value: string): string {
  const shown = redactNamed(name, value);
  return shown === blinded ? shown : redactDocument(shown);
}

/** The id of an access key or of a principal is no secret: it is how one is named. */
function isAccessKeyId(name: string): boolean {
  return /^(?:access_?keyid|userid|principalid)$/i.test(name);
}

function isUserData({ name, path }: At): boolean {
  // EC2 sends console output the same way.
  return (
    /^userdata$/i.test(name) ||
    (name === "Output" && path.length === 1) ||
    (name === "Value" && /^userdata$/i.test(String(path.at(-2) ?? "")))
  );
}

/** User data is base64 of text; secrets inside it are replaced, the rest stays. What is no text cannot be read for secrets. */
function redactUserData(value: string): string {
  const text = decodeText(value);
  if (text === undefined) return blinded;
  const shown = redactText(
    text.replaceAll(
      /^(\s*(?:export\s+)?)([A-Za-z_]\w{0,100})=(["']?)([^\s"']{1,4096})\3\s*$/gm,
      redactAssignment,
    ),
  );
  return shown === text ? value : Buffer.from(shown, "utf8").toString("base64");
}

/** Bytes that are text are read for secrets; other bytes hold none that could be told. */
function redactBlob(value: string): string {
  const text = decodeText(value);
  const shown = text === undefined ? undefined : redactText(text);
  return shown === undefined || shown === text ? value : Buffer.from(shown, "utf8").toString("base64");
}

function redactAssignment(whole: string, before: string, name: string, quote: string, value: string): string {
  const shown = redactNamed(name, value);
  return shown === value ? whole : `${before}${name}=${quote}${shown}${quote}`;
}

function decodeText(value: string): string | undefined {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(value)) return value;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "base64"));
  } catch {
    return undefined;
  }
}
