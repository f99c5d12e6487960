import { isArray, isObject } from "../../core/json/json.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";

/**
 * What a request names under a member's name, so that an answer can speak of the same things: `InstanceIds: [i-1]` is asked for as `InstanceId`, and so is a filter
 * `instance-id`. `Names` and `Arns` belong to the things of a list that is named after them (`LoadBalancers`: `LoadBalancerName`).
 */
export type AskedFor = (member: string, thing: string) => readonly string[];

export function askedFor(params: JsonObject): AskedFor {
  const named = new Map<string, readonly string[]>();
  collect(params, named, 0);
  return (member, thing) => {
    const name = plain(member);
    const noun = plain(thing);
    const own = named.get(name) ?? named.get(`${name}s`) ?? named.get(`${name}prefix`);
    if (own) return own;
    for (const ending of ["name", "arn", "id", "identifier"])
      if (name === `${noun}${ending}` || name === ending) {
        const found =
          named.get(`${ending}s`) ??
          (name === ending
            ? (named.get(`${noun}${ending}s`) ?? named.get(`${noun}${ending}`))
            : (named.get(ending) ?? named.get(`${noun}s`)));
        if (found) return found;
      }
    return [];
  };
}

/** Names without case and hyphens, with the strings that stand there; the outermost of two with one name counts. */
function collect(value: Json, into: Map<string, readonly string[]>, depth: number): void {
  if (isArray(value)) for (const item of value) collect(item, into, depth);
  if (!isObject(value) || depth > 3) return;
  if (typeof value["Name"] === "string" && isArray(value["Values"]))
    add(into, value["Name"].replaceAll(".", ""), value["Values"]);
  for (const [name, inner] of Object.entries(value)) {
    const texts = isArray(inner) ? inner : [inner];
    if (name !== "Values") add(into, name, texts);
    if (isArray(inner)) addMembers(into, inner);
  }
  for (const inner of Object.values(value)) collect(inner, into, depth + 1);
}

/** `MetricDataQueries: [{Id: "a"}, {Id: "b"}]` asks for the ids a and b. */
function addMembers(into: Map<string, readonly string[]>, items: readonly Json[]): void {
  const objects = items.filter(isObject);
  for (const name of new Set(objects.flatMap((item) => Object.keys(item))))
    if (name !== "Name" && name !== "Values")
      add(
        into,
        name,
        objects.flatMap((item) => item[name] ?? []),
      );
}

function add(into: Map<string, readonly string[]>, name: string, values: readonly Json[]): void {
  const texts = values
    .filter((text) => typeof text === "string")
    .filter((text) => text !== "" && !text.includes("*"));
  if (texts.length > 0 && !into.has(plain(name))) into.set(plain(name), texts);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, "");
}
