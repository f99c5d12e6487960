import type { Json } from "../../core/json/json.ts";
import { isoTime } from "../iso-time.ts";
import type { XmlElement } from "./parse-xml.ts";
import type { ServiceModel, ShapeRef } from "../service-models.ts";
import { typed } from "../shape-of.ts";
import type { Typed } from "../shape-of.ts";
import { bytesShown, bytesToText } from "./slots.ts";
import type { Slots } from "./slots.ts";
import { WireFault } from "./value-from-json.ts";

/** An edit of the source: the content between two offsets becomes `text`. */
export interface XmlEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface XmlReading {
  readonly model: ServiceModel;
  readonly slots?: Slots;
  /** Edits that the slots make. */
  readonly edits?: XmlEdit[];
}

/** An element (or the repeated elements of a flattened list) in boto3's shape, as botocore's XML parsers read it. */
export function valueFromXml(
  reading: XmlReading,
  ref: ShapeRef,
  nodes: readonly XmlElement[],
  pointer: string,
): Json {
  const of = typed(reading.model, ref);
  const [node] = nodes;
  if (!of || !node) return null;
  switch (of.shape.type) {
    case "structure":
      return structureFromXml(reading, of, node, pointer);
    case "list":
      return listFromXml(reading, of, nodes, pointer);
    case "map":
      return mapFromXml(reading, of, nodes, pointer);
    case "boolean":
      return node.text === "true";
    case "integer":
    case "long":
    case "float":
    case "double":
      return numberOf(node.text);
    case "timestamp":
      return isoTime(node.text) ?? node.text;
    case "blob":
      reading.slots?.set(
        pointer,
        (shown) =>
          void reading.edits?.push({
            start: node.start,
            end: node.end,
            text: bytesToText(bytesShown(shown)),
          }),
      );
      return node.text.trim();
    case "string":
    case "character":
      break;
  }
  reading.slots?.set(pointer, (text) => void reading.edits?.push({ start: node.start, end: node.end, text }));
  return node.text;
}

/** Members of a structure that stand in the body, from an element's children. */
export function structureFromXml(
  reading: XmlReading,
  of: Typed,
  node: XmlElement,
  pointer: string,
): { [name: string]: Json } {
  const byName = Map.groupBy(node.children, (child) => child.name);
  const result: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(of.shape.members ?? {})) {
    if (member.location !== undefined) continue;
    const inner = typed(reading.model, member);
    if (!inner) continue;
    const children = byName.get(elementName(reading.model, inner, name));
    if (children)
      result[name] = valueFromXml(reading, member, children, reading.slots ? `${pointer}/${name}` : "");
    else if (inner.locationName?.includes(":")) {
      const local = inner.locationName.split(":")[1];
      const attribute = node.attributes.find(
        ([key]) => key === inner.locationName || key.split(":")[1] === local,
      );
      if (attribute) result[name] = attribute[1];
    }
  }
  return result;
}

/** A flattened list is named after its members. */
function elementName(model: ServiceModel, of: Typed, member: string): string {
  if (of.shape.type === "list" && of.flattened) {
    const item = typed(model, of.shape.member)?.locationName;
    if (item !== undefined) return item;
  }
  const name = of.locationName ?? member;
  return name.slice(name.indexOf(":") + 1);
}

function listFromXml(reading: XmlReading, of: Typed, nodes: readonly XmlElement[], pointer: string): Json {
  const member = of.shape.member;
  if (!member) return [];
  const items = of.flattened ? nodes : (nodes[0]?.children ?? []);
  return items.map((item, index) =>
    valueFromXml(reading, member, [item], reading.slots ? `${pointer}/${index}` : ""),
  );
}

function mapFromXml(reading: XmlReading, of: Typed, nodes: readonly XmlElement[], pointer: string): Json {
  const { key, value } = of.shape;
  if (!key || !value) return {};
  const entries = of.flattened ? nodes : (nodes[0]?.children ?? []);
  const keyName = typed(reading.model, key)?.locationName ?? "key";
  const valueName = typed(reading.model, value)?.locationName ?? "value";
  return Object.fromEntries(
    entries.map((entry) => {
      const name = entry.children.find((child) => child.name === keyName)?.text;
      if (name === undefined) throw new WireFault(`an entry of ${of.shapeName} has no key`);
      const inner = entry.children.filter((child) => child.name === valueName);
      const at = reading.slots ? `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}` : "";
      return [name, valueFromXml(reading, value, inner, at)];
    }),
  );
}

function numberOf(text: string): Json {
  const number = Number(text);
  return text.trim() === "" || !Number.isFinite(number) ? text : number;
}
