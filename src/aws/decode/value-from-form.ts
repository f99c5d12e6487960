import type { Json } from "../../core/json/json.ts";
import { isoTime } from "../iso-time.ts";
import type { ServiceModel, Shape, ShapeRef } from "../service-models.ts";
import { typed } from "../shape-of.ts";
import type { Typed } from "../shape-of.ts";
import { WireFault } from "./value-from-json.ts";

interface Field {
  value?: string;
  used: boolean;
  readonly children: Map<string, Field>;
}

interface FormReading {
  readonly model: ServiceModel;
  readonly ec2: boolean;
}

/** The parameters of an `ec2` or `query` request, un-flattened (`Filter.1.Value.2=x`). Throws a WireFault for a field that the model does not know. */
export function valueFromForm(
  model: ServiceModel,
  input: Shape,
  form: readonly (readonly [string, string])[],
): { [name: string]: Json } {
  const root = emptyField();
  for (const [name, value] of form)
    if (name !== "Action" && name !== "Version") put(root, name.split("."), value);
  const value = membersFrom({ model, ec2: model.metadata.protocol === "ec2" }, input, root);
  const stray = unused(root, "");
  if (stray !== undefined) throw new WireFault(`no parameter is sent as ${stray.slice(0, 80)}`);
  return value;
}

function emptyField(): Field {
  return { used: false, children: new Map() };
}

function put(root: Field, path: readonly string[], value: string): void {
  if (path.length > 60) throw new WireFault("a parameter is nested too deeply");
  let field = root;
  for (const segment of path) {
    const next = field.children.get(segment) ?? emptyField();
    field.children.set(segment, next);
    field = next;
  }
  field.value = value;
}

function unused(field: Field, path: string): string | undefined {
  if (field.value !== undefined && !field.used) return path;
  for (const [name, child] of field.children) {
    const found = unused(child, path === "" ? name : `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function membersFrom(reading: FormReading, shape: Shape, field: Field): { [name: string]: Json } {
  const result: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const of = typed(reading.model, member);
    const inner = of && field.children.get(fieldName(reading, of, member, name));
    if (of && inner) result[name] = valueOf(reading, of, inner);
  }
  return result;
}

/** botocore's `_get_serialized_name`, and the name a flattened list takes from its members. */
function fieldName(reading: FormReading, of: Typed, member: ShapeRef, name: string): string {
  if (reading.ec2) {
    if (member.queryName !== undefined) return member.queryName;
    return of.locationName === undefined
      ? name
      : of.locationName.slice(0, 1).toUpperCase() + of.locationName.slice(1);
  }
  const item =
    of.shape.type === "list" && of.flattened
      ? typed(reading.model, of.shape.member)?.locationName
      : undefined;
  return item ?? of.locationName ?? name;
}

function valueOf(reading: FormReading, of: Typed, field: Field): Json {
  switch (of.shape.type) {
    case "structure":
      return membersFrom(reading, of.shape, field);
    case "list":
      return listOf(reading, of, field);
    case "map":
      return mapOf(reading, of, field);
    case "blob":
    case "boolean":
    case "character":
    case "double":
    case "float":
    case "integer":
    case "long":
    case "string":
    case "timestamp":
      break;
  }
  return scalarOf(of, field);
}

function listOf(reading: FormReading, of: Typed, field: Field): Json {
  const item = typed(reading.model, of.shape.member);
  // An empty list is sent as an empty value.
  if (field.value === "" && field.children.size === 0) field.used = true;
  if (!item) return [];
  const inside = reading.ec2 || of.flattened ? field : field.children.get(item.locationName ?? "member");
  return numbered(inside).map((child) => valueOf(reading, item, child));
}

function mapOf(reading: FormReading, of: Typed, field: Field): Json {
  const key = typed(reading.model, of.shape.key);
  const value = typed(reading.model, of.shape.value);
  if (!key || !value) return {};
  const entries = numbered(of.flattened ? field : field.children.get("entry"));
  return Object.fromEntries(
    entries.map((entry) => {
      const name = entry.children.get(key.locationName ?? "key");
      const inner = entry.children.get(value.locationName ?? "value");
      if (name?.value === undefined || !inner)
        throw new WireFault("an entry of a map has no key or no value");
      name.used = true;
      return [name.value, valueOf(reading, value, inner)];
    }),
  );
}

function numbered(field: Field | undefined): readonly Field[] {
  const children = [...(field?.children ?? [])].filter(([name]) => /^[1-9]\d{0,6}$/.test(name));
  return children.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);
}

function scalarOf(of: Typed, field: Field): Json {
  if (field.value === undefined) throw new WireFault(`${of.shapeName} has no value`);
  field.used = true;
  return scalarFromText(of, field.value);
}

/** A scalar that travels as text: in a form, a header, a query string or a path. */
export function scalarFromText(of: Typed, text: string): Json {
  switch (of.shape.type) {
    case "boolean":
      return text.toLowerCase() === "true";
    case "integer":
    case "long":
    case "float":
    case "double":
      return Number.isFinite(Number(text)) && text.trim() !== "" ? Number(text) : text;
    case "timestamp":
      return isoTime(text) ?? text;
    case "blob":
    case "character":
    case "list":
    case "map":
    case "string":
    case "structure":
      break;
  }
  return text;
}
