import type { ResourceRequest } from "../../aws/service-models.ts";
import type { Interpreter } from "./interpreter.ts";
import { paramsOf } from "./literal.ts";
import type { Alternatives, Params } from "./use.ts";
import type { Arguments, ResourceValue } from "./value.ts";

/** Parameters of a resource's request: what the text gives, and what boto3 fills in from the resource's identifiers. */
export function requestParams(
  value: ResourceValue,
  request: ResourceRequest,
  interpreter: Interpreter,
  given: Arguments,
): { readonly params: Params; readonly filled: readonly string[] } {
  const own = paramsOf(interpreter, given);
  const entries = new Map(own.entries);
  const filled = (request.params ?? []).map(({ target }) => target.split(/[.[]/)[0] ?? target);
  for (const { target, source, name } of request.params ?? []) {
    const known = source === "identifier" && name !== undefined ? value.identifiers[name] : undefined;
    const list = /^(\w+)\[(0|\*|)\]$/.exec(target)?.[1];
    if (known === undefined || (list === undefined && !/^\w+$/.test(target))) continue;
    const item: Alternatives = [{ kind: "text", text: known }];
    if (list !== undefined)
      entries.set(list, { alternatives: [{ kind: "list", items: [item], open: false }], line: 0 });
    else entries.set(target, { alternatives: item, line: 0 });
  }
  return { params: { entries, open: own.open }, filled };
}
