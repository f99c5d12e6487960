import type { FactEdit } from "../core/change.ts";
import type { Resource } from "../core/facts.ts";
import { isArray, isObject } from "../core/json/json.ts";
import type { Json, JsonObject } from "../core/json/json.ts";
import type { Target } from "../core/target.ts";

type Place = Pick<Target, "account"> & Partial<Target>;

/** The resources after the edits; of several that are called the same, the one at `place`. An edit of something that was never read changes nothing. */
export function edited(
  resources: ReadonlyMap<string, Resource>,
  edits: readonly FactEdit[],
  place: Place,
): ReadonlyMap<string, Resource> {
  const result = new Map(resources);
  for (const edit of edits) {
    const entries = [...result].filter(
      ([, resource]) => resource.type === edit.type && resource.id === edit.id,
    );
    const entry = entries.find(([, resource]) => standsAt(resource, place)) ?? entries[0];
    if (edit.op === "create") {
      if (!entry && isObject(edit.value))
        result.set(`${place.account} ${edit.type} ${edit.id}`, created(edit, edit.value, place, resources));
      continue;
    }
    if (!entry) continue;
    const [key, resource] = entry;
    if (edit.op === "delete") {
      result.delete(key);
      continue;
    }
    const data = editedAt(resource.data, edit.path.split("/").slice(1), edit);
    if (isObject(data)) result.set(key, { ...resource, data });
  }
  return result;
}

function standsAt(resource: Resource, { account, region }: Place): boolean {
  return resource.account === account && (region === undefined || resource.region === region);
}

function created(
  edit: { type: string; id: string },
  data: JsonObject,
  place: Place,
  resources: ReadonlyMap<string, Resource>,
): Resource {
  const like =
    [...resources.values()].find((resource) => resource.type === edit.type) ??
    resources.values().next().value;
  return {
    type: edit.type,
    id: edit.id,
    account: place.account,
    region: place.region ?? like?.region ?? "",
    data,
    source: { call: 0, pointer: "" },
    observedAt: like?.observedAt ?? "",
    links: [],
  };
}

function editedAt(
  value: Json | undefined,
  path: readonly string[],
  edit: Extract<FactEdit, { path: string }>,
): Json | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return edit.op === "remove" ? undefined : edit.value;
  const key = head.replaceAll("~1", "/").replaceAll("~0", "~");
  if (isArray(value)) return editedList(value, key, rest, edit);
  const object: JsonObject = isObject(value) ? value : {};
  // `add` to a list that is not there yet begins it.
  const inner = object[key] ?? (rest[0] === "-" ? [] : undefined);
  const next = editedAt(inner, rest, edit);
  if (next !== undefined) return { ...object, [key]: next };
  return Object.fromEntries(Object.entries(object).filter(([member]) => member !== key));
}

function editedList(
  list: readonly Json[],
  key: string,
  rest: readonly string[],
  edit: Extract<FactEdit, { path: string }>,
): Json {
  const index = key === "-" ? list.length : Number(key);
  const last = rest.length === 0;
  if (last && edit.op === "add") return list.toSpliced(index, 0, edit.value);
  if (last && edit.op === "remove") return list.toSpliced(index, 1);
  const next = editedAt(list[index], rest, edit);
  return next === undefined ? list : list.with(index, next);
}
