import type { Json } from "../../core/json/json.ts";
import { isoTime } from "../iso-time.ts";
import type { ServiceModel, ShapeRef } from "../service-models.ts";
import { typed } from "../shape-of.ts";
import type { Typed } from "../shape-of.ts";
import type { Slots } from "./slots.ts";
import { bytesShown, bytesToText } from "./slots.ts";

/** A value as `JSON.parse` or a CBOR decoder gives it. */
export type Raw = unknown;

export interface JsonReading {
  readonly model: ServiceModel;
  /** Where strings stand on the wire, by pointer; filled when given. */
  readonly slots?: Slots;
  /** rpc-v2-cbor uses member names, the others wire names. */
  readonly byMemberName?: boolean;
  /** A member that the model does not know is a fault (requests), not left out (answers). */
  readonly strict?: boolean;
}

/** Thrown inside this folder only: what is on the wire does not fit the model. Caught where wire data enters. */
export class WireFault extends Error {}

interface Place {
  readonly pointer: string;
  /** Replaces the value on the wire. */
  set(value: unknown): void;
}

/** A JSON or CBOR value in boto3's shape: member names, times as ISO 8601, bytes as base64. Absent members stay absent. */
export function valueFromJson(reading: JsonReading, ref: ShapeRef, raw: Raw, place: Place): Json {
  const of = typed(reading.model, ref);
  if (raw === null || raw === undefined || !of) return null;
  if (of.shape.document) return plain(raw);
  switch (of.shape.type) {
    case "structure":
      return structureFromJson(reading, of, raw, place);
    case "list":
      return listFromJson(reading, of, raw, place);
    case "map":
      return mapFromJson(reading, of, raw, place);
    case "timestamp":
      return timeOf(raw);
    case "blob":
      reading.slots?.set(place.pointer, (shown) =>
        place.set(raw instanceof Uint8Array ? bytesShown(shown) : bytesToText(bytesShown(shown))),
      );
      return raw instanceof Uint8Array ? bytesToText(raw) : plain(raw);
    case "string":
    case "character":
    case "integer":
    case "long":
    case "boolean":
    case "float":
    case "double":
      break;
  }
  if (typeof raw === "string") reading.slots?.set(place.pointer, (text) => place.set(text));
  return plain(raw);
}

function structureFromJson(reading: JsonReading, of: Typed, raw: Raw, place: Place): Json {
  if (!isRecord(raw)) throw new WireFault(`${of.shapeName} is not an object`);
  const members = Object.entries(of.shape.members ?? {});
  const result: Record<string, Json> = {};
  const known = new Set<string>();
  for (const [name, member] of members) {
    const wireName = reading.byMemberName ? name : (typed(reading.model, member)?.locationName ?? name);
    known.add(wireName);
    if (!Object.hasOwn(raw, wireName) || raw[wireName] === null || raw[wireName] === undefined) continue;
    const set = (value: unknown): void => void (raw[wireName] = value);
    result[name] = valueFromJson(reading, member, raw[wireName], {
      pointer: reading.slots ? `${place.pointer}/${name}` : "",
      set,
    });
  }
  const unknown = reading.strict ? Object.keys(raw).find((key) => !known.has(key)) : undefined;
  if (unknown !== undefined) throw new WireFault(`${of.shapeName} has no member ${unknown.slice(0, 80)}`);
  return result;
}

function listFromJson(reading: JsonReading, of: Typed, raw: Raw, place: Place): Json {
  const member = of.shape.member;
  if (!Array.isArray(raw) || !member) throw new WireFault(`${of.shapeName} is not a list`);
  const items: Raw[] = raw;
  return items.map((item, index) =>
    valueFromJson(reading, member, item, {
      pointer: reading.slots ? `${place.pointer}/${index}` : "",
      set: (value) => void (items[index] = value),
    }),
  );
}

function mapFromJson(reading: JsonReading, of: Typed, raw: Raw, place: Place): Json {
  const ref = of.shape.value;
  if (!isRecord(raw) || !ref) throw new WireFault(`${of.shapeName} is not a map`);
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => {
      const pointer = reading.slots
        ? `${place.pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`
        : "";
      return [key, valueFromJson(reading, ref, value, { pointer, set: (next) => void (raw[key] = next) })];
    }),
  );
}

function timeOf(raw: Raw): Json {
  if (raw instanceof Date) return isoTime(raw.getTime() / 1000) ?? null;
  return typeof raw === "string" || typeof raw === "number" ? (isoTime(raw) ?? raw) : plain(raw);
}

/** What is left is JSON already, but for what only CBOR has. */
function plain(raw: Raw): Json {
  if (typeof raw === "string" || typeof raw === "boolean" || raw === null) return raw;
  if (typeof raw === "number") return Number.isFinite(raw) ? raw : String(raw);
  if (typeof raw === "bigint") return Number(raw);
  if (raw instanceof Uint8Array) return bytesToText(raw);
  if (raw instanceof Date) return isoTime(raw.getTime() / 1000) ?? null;
  if (Array.isArray(raw)) return raw.map(plain);
  return isRecord(raw)
    ? Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, plain(value)]))
    : null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  );
}
