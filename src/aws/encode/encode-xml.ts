import { isArray, isObject } from "../../core/json/json.ts";
import type { Json } from "../../core/json/json.ts";
import { scalarText, timeFormat, timeText } from "./encode-text.ts";
import { escapeXml } from "../decode/parse-xml.ts";
import type { ServiceModel, ShapeRef } from "../service-models.ts";
import { typed } from "../shape-of.ts";
import type { Typed } from "../shape-of.ts";

const instance = "http://www.w3.org/2001/XMLSchema-instance";

/** An element (or the repeated elements of a flattened list or map) with a value in boto3's shape, as the XML protocols write it. */
export function xmlFromValue(model: ServiceModel, ref: ShapeRef, name: string, value: Json): string {
  const of = typed(model, ref);
  if (!of || value === null) return "";
  switch (of.shape.type) {
    case "structure": {
      const { attributes, inner } = structureXml(model, of, value);
      return `<${name}${attributes}>${inner}</${name}>`;
    }
    case "list":
      return listXml(model, of, name, value);
    case "map":
      return mapXml(model, of, name, value);
    case "timestamp": {
      const format = timeFormat(of.timestampFormat, "iso8601");
      return element(
        name,
        typeof value === "string" ? String(timeText(value, format)) : scalarText("", value),
      );
    }
    case "blob":
    case "boolean":
    case "integer":
    case "long":
    case "float":
    case "double":
    case "string":
    case "character":
      return element(name, scalarText(model.service, value));
  }
}

/** Members of a structure that stand in the body, without the element around them. */
export function structureXml(
  model: ServiceModel,
  of: Typed,
  value: Json,
): { readonly attributes: string; readonly inner: string } {
  const parts = { attributes: "", inner: "" };
  if (!isObject(value)) return parts;
  for (const [name, member] of Object.entries(of.shape.members ?? {})) {
    const inner = typed(model, member);
    const given = value[name];
    if (!inner || given === undefined || given === null || member.location !== undefined) continue;
    const wireName = inner.locationName ?? name;
    if (model.shapes[member.shape]?.xmlAttribute === true || member.xmlAttribute === true)
      parts.attributes += attribute(wireName, scalarText(model.service, given));
    else parts.inner += xmlFromValue(model, member, elementName(model, inner, wireName), given);
  }
  return parts;
}

/** A flattened list is named after its members, where these have a name. */
function elementName(model: ServiceModel, of: Typed, name: string): string {
  const item =
    of.shape.type === "list" && of.flattened ? typed(model, of.shape.member)?.locationName : undefined;
  const own = item ?? name;
  return own.slice(own.indexOf(":") + 1);
}

function listXml(model: ServiceModel, of: Typed, name: string, value: Json): string {
  const { member } = of.shape;
  if (!isArray(value) || !member) return "";
  if (of.flattened) return value.map((item) => xmlFromValue(model, member, name, item)).join("");
  const itemName = typed(model, member)?.locationName ?? "member";
  return `<${name}>${value.map((item) => xmlFromValue(model, member, itemName, item)).join("")}</${name}>`;
}

function mapXml(model: ServiceModel, of: Typed, name: string, value: Json): string {
  const { key, value: inner } = of.shape;
  if (!isObject(value) || !key || !inner) return "";
  const keyName = typed(model, key)?.locationName ?? "key";
  const valueName = typed(model, inner)?.locationName ?? "value";
  const entryName = of.flattened ? name : "entry";
  const entries = Object.entries(value)
    .map(
      ([entry, item]) =>
        `<${entryName}>${element(keyName, entry)}${xmlFromValue(model, inner, valueName, item)}</${entryName}>`,
    )
    .join("");
  return of.flattened ? entries : `<${name}>${entries}</${name}>`;
}

/** A carriage return would be read as a line feed (XML 1.0, 2.11). */
function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text).replaceAll("\r", "&#13;")}</${name}>`;
}

function attribute(name: string, text: string): string {
  const [prefix] = name.includes(":") ? name.split(":") : [];
  const declared = prefix === undefined ? "" : ` xmlns:${prefix}="${instance}"`;
  return `${declared} ${name}="${escapeXml(text).replaceAll('"', "&quot;")}"`;
}
