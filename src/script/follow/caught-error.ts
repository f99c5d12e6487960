import { distance } from "../names/nearest-name.ts";
import type { Syntax } from "../syntax.ts";
import { lineOf } from "./call-client.ts";
import type { Interpreter } from "./interpreter.ts";
import { noteRead } from "./read-data.ts";
import type { Use } from "./use.ts";
import { stringsOf, unknown } from "./value.ts";
import type { Arguments, Value, Values } from "./value.ts";

type MemberUse = Extract<Use, { kind: "member" }>;
type Part = Extract<Value, { kind: "failure" }>["part"];

/** What botocore surely puts there; services put more beside it (`botocore/parsers.py`). */
export const failureMembers: { readonly [part in Part]: readonly string[] } = {
  error: ["response", "operation_name", "args", "add_note", "with_traceback", "MSG_TEMPLATE"],
  response: ["Error", "ResponseMetadata"],
  Error: ["Code", "Message"],
};

/** Attributes are fixed; of members only those are wrong that are nearly the names of what is there. */
export function wrongFailure(
  part: Part,
  name: string,
  how: MemberUse["how"],
  dictionaryMethods: ReadonlySet<string>,
): Omit<MemberUse, "line"> | undefined {
  const use = { kind: "member", service: "", operation: "", name, how, failure: part } as const;
  if (part === "error") {
    const known = failureMembers.error.includes(name) || name.startsWith("_");
    return how === "key" || (how === "attribute" && !known) ? use : undefined;
  }
  if (how === "attribute") return dictionaryMethods.has(name) || name.startsWith("__") ? undefined : use;
  const names = failureMembers[part];
  const plain = name.toLowerCase();
  const near = names.some((own) => distance(plain, own.toLowerCase(), 2) <= 2);
  const swapped = part === "response" && failureMembers.Error.includes(name);
  return !names.includes(name) && (near || swapped) ? use : undefined;
}

/** `error.response["Error"]` */
export function partOfFailure(value: Extract<Value, { kind: "failure" }>, index: Values): Values {
  const { strings, whole } = stringsOf(index);
  return value.part === "response" && whole && strings.every((name) => name === "Error")
    ? [{ kind: "failure", part: "Error" }]
    : unknown;
}

/** A method of what a caught error holds. */
export function callFailure(
  interpreter: Interpreter,
  value: Extract<Value, { kind: "failure" }>,
  name: string,
  given: Arguments,
  node: Syntax,
): Values {
  const [named = []] = given.positional;
  const { strings, whole } = stringsOf(named);
  if (name !== "get" || !whole) return unknown;
  for (const key of strings)
    noteRead(interpreter, [value], { name: key, how: "get", node, line: lineOf(node) });
  return partOfFailure(value, named);
}
