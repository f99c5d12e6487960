import type { Link } from "../core/facts.ts";
import { atPointer, isArray, isObject, toPointer } from "../core/json/json.ts";
import type { Json, JsonObject } from "../core/json/json.ts";

/** A resource before it knows which call it came from. */
export interface ReadResource {
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  readonly arn?: string;
  /** Where `data` stands in the response. */
  readonly pointer: string;
  readonly data: JsonObject;
  readonly links?: readonly Link[];
  /** How much this answer tells: of two answers about one resource the fuller one stands. Default 1. */
  readonly detail?: number;
}

export interface Answered {
  readonly params: JsonObject;
  readonly response: JsonObject;
  readonly account: string;
  readonly region: string;
}

/** Makes resources of one operation's answers. Pure; must bear any answer. */
export interface FactReader {
  readonly service: string;
  readonly operation: string;
  read(answered: Answered): readonly ReadResource[];
}

export interface Described {
  readonly type: string;
  readonly id: string;
  readonly name?: string | undefined;
  readonly arn?: string | undefined;
  readonly links?: readonly Link[];
  readonly detail?: number;
}

/** A reader of lists: `path` leads to the items (`Reservations`, any index, `Instances`, any index: segments joined by `/`, a star for any), `describe` names each. Undefined leaves an item out. */
export function listReader(
  service: string,
  operation: string,
  path: string,
  describe: (item: JsonObject, answered: Answered) => Described | undefined,
): FactReader {
  return {
    service,
    operation,
    read: (answered) =>
      expand(answered.response, path.split("/")).flatMap(({ pointer, value }) => {
        if (!isObject(value)) return [];
        const described = describe(value, answered);
        return described ? [resourceAt(pointer, value, described)] : [];
      }),
  };
}

/** A reader of answers about one thing: the object at `path` (`""` is the whole response). */
export function itemReader(
  service: string,
  operation: string,
  path: string,
  describe: (item: JsonObject, answered: Answered) => Described | undefined,
): FactReader {
  return listReader(service, operation, path, describe);
}

/** The `Name` tag, from `Tags`, `TagList` or `TagSet` lists of `{Key, Value}`. */
export function nameTag(item: JsonObject): string | undefined {
  const lists = [item["Tags"], item["TagList"], item["TagSet"]];
  for (const list of lists) {
    if (!isArray(list)) continue;
    const tag = list.find((entry) => isObject(entry) && entry["Key"] === "Name");
    if (isObject(tag) && typeof tag["Value"] === "string") return tag["Value"];
  }
  return undefined;
}

/** A member that is a string, else `""`. */
export function text(item: Json | undefined, member: string): string {
  if (!isObject(item)) return "";
  const value = item[member];
  return typeof value === "string" ? value : "";
}

/** The objects of a list member, none where it is absent. */
export function objects(item: Json | undefined, member: string): readonly JsonObject[] {
  const list = isObject(item) ? item[member] : undefined;
  return isArray(list) ? list.filter(isObject) : [];
}

/** The strings of a list member, none where it is absent. */
export function strings(item: Json | undefined, member: string): readonly string[] {
  const list = isObject(item) ? item[member] : undefined;
  return isArray(list) ? list.filter((entry) => typeof entry === "string") : [];
}

function resourceAt(pointer: string, data: JsonObject, described: Described): ReadResource {
  const { type, id, name, arn, links, detail } = described;
  return {
    type,
    id,
    pointer,
    data,
    ...(name !== undefined && name !== "" && { name }),
    ...(arn !== undefined && arn !== "" && { arn }),
    ...(links !== undefined && { links }),
    ...(detail !== undefined && { detail }),
  };
}

function expand(response: JsonObject, path: readonly string[]): readonly { pointer: string; value: Json }[] {
  let places: readonly { pointer: string; value: Json }[] = [{ pointer: "", value: response }];
  for (const segment of path) {
    if (segment === "") continue;
    places = places.flatMap(({ pointer, value }) => {
      if (segment !== "*") {
        const next = atPointer(value, toPointer(segment));
        return next === undefined ? [] : [{ pointer: pointer + toPointer(segment), value: next }];
      }
      if (isArray(value))
        return value.map((item, index) => ({ pointer: pointer + toPointer(index), value: item }));
      return [];
    });
  }
  return places;
}
