import { isArray, isObject, toPointer } from "../json/json.ts";
import type { Json, JsonObject } from "../json/json.ts";

/** Patterns of an element or of its negated twin (`Action`, `NotAction`). */
export interface Element {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** One principal as the policy names it: `{ type: "AWS", value: "arn:…" }`; a bare star is `{ type: "*", value: "*" }`. */
export interface PrincipalName {
  readonly type: string;
  readonly value: string;
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface Statement {
  /** Sid, else the zero-based index as text. */
  readonly label: string;
  readonly sid?: string;
  readonly index: number;
  /** JSON Pointer from the document to this statement. */
  readonly pointer: string;
  readonly effect: "Allow" | "Deny";
  readonly action: Element;
  /** Undefined where the document has none, as in trust and repository policies: it speaks for what carries it. */
  readonly resource?: Element;
  readonly principal?: { readonly not: boolean; readonly names: readonly PrincipalName[] };
  readonly conditions: readonly Condition[];
  /** Whether `${…}` are variables here: only in language version 2012-10-17 (IAM User Guide, Version). */
  readonly variables: boolean;
}

export type ParsedPolicy =
  | { readonly kind: "policy"; readonly statements: readonly Statement[] }
  | { readonly kind: "invalid"; readonly why: string };

/** Reads a policy document (IAM User Guide, Grammar of the JSON policy language); text is parsed first. Never throws: a bad document is a value. */
export function parsePolicy(document: Json | undefined): ParsedPolicy {
  const parsed = typeof document === "string" ? parseText(document) : document;
  if (!isObject(parsed)) return { kind: "invalid", why: "a policy document is a JSON object" };
  const list = parsed["Statement"];
  if (list === undefined) return { kind: "invalid", why: "the document has no Statement" };
  const variables = parsed["Version"] === "2012-10-17";
  const single = !isArray(list);
  const statements: Statement[] = [];
  for (const [index, item] of (single ? [list] : list).entries()) {
    const statement = parseStatement(
      item,
      index,
      single ? "/Statement" : toPointer("Statement", index),
      variables,
    );
    if (typeof statement === "string") return { kind: "invalid", why: `statement ${index}: ${statement}` };
    statements.push(statement);
  }
  return { kind: "policy", statements };
}

function parseText(text: string): Json | undefined {
  try {
    // JSON.parse yields JSON by definition.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function parseStatement(item: Json, index: number, pointer: string, variables: boolean): Statement | string {
  if (!isObject(item)) return "not an object";
  const effect = item["Effect"];
  if (effect !== "Allow" && effect !== "Deny") return "Effect is neither Allow nor Deny";
  const action = element(item, "Action");
  if (action === undefined || typeof action === "string")
    return action ?? "it has neither Action nor NotAction";
  const resource = element(item, "Resource");
  if (typeof resource === "string") return resource;
  const principal = principalOf(item);
  if (typeof principal === "string") return principal;
  const conditions = conditionsOf(item["Condition"]);
  if (typeof conditions === "string") return conditions;
  const sid = item["Sid"];
  const named = typeof sid === "string" && sid !== "";
  return {
    label: named ? sid : String(index),
    ...(named && { sid }),
    index,
    pointer,
    effect,
    action,
    ...(resource && { resource }),
    ...(principal && { principal }),
    conditions,
    variables,
  };
}

function element(item: JsonObject, name: string): Element | string | undefined {
  const plain = item[name];
  const inverse = item[`Not${name}`];
  if (plain !== undefined && inverse !== undefined) return `it has both ${name} and Not${name}`;
  const value = plain ?? inverse;
  if (value === undefined) return undefined;
  const patterns = texts(value);
  return patterns
    ? { not: plain === undefined, patterns }
    : `${name} is neither a string nor a list of strings`;
}

function principalOf(item: JsonObject): Statement["principal"] | string {
  const value = item["Principal"] ?? item["NotPrincipal"];
  if (value === undefined) return undefined;
  const not = item["Principal"] === undefined;
  if (typeof value === "string") return { not, names: [{ type: "*", value }] };
  if (!isObject(value)) return "Principal is neither a string nor an object";
  const names: PrincipalName[] = [];
  for (const [type, listed] of Object.entries(value)) {
    const values = texts(listed);
    if (!values) return `Principal ${type} is neither a string nor a list of strings`;
    names.push(...values.map((name) => ({ type, value: name })));
  }
  return { not, names };
}

function conditionsOf(value: Json | undefined): readonly Condition[] | string {
  if (value === undefined) return [];
  if (!isObject(value)) return "Condition is not an object";
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(value)) {
    if (!isObject(keys)) return `Condition ${operator} is not an object`;
    for (const [key, listed] of Object.entries(keys)) {
      const values = texts(listed);
      if (!values) return `Condition ${operator} ${key} is neither a value nor a list of values`;
      conditions.push({ operator, key, values });
    }
  }
  return conditions;
}

/** A value or a list of values as strings: policies may write numbers and booleans bare. */
function texts(value: Json): readonly string[] | undefined {
  const list = isArray(value) ? value : [value];
  const result = list.map((entry) =>
    typeof entry === "number" || typeof entry === "boolean" ? String(entry) : entry,
  );
  return result.every((entry) => typeof entry === "string") ? result : undefined;
}
