import { isArray, isObject } from "../../core/json/json.ts";
import type { Json } from "../../core/json/json.ts";
import { documentText, timeFormat, timeText } from "./encode-text.ts";
import type { ServiceModel, ShapeRef } from "../service-models.ts";
import { typed } from "../shape-of.ts";
import { bytesShown } from "../decode/slots.ts";

/**
 * A value in boto3's shape as the body of a JSON protocol or of rpc-v2-cbor, before it is written: wire names, times as numbers (CBOR: as dates),
 * bytes as base64 (CBOR: as bytes). Absent and null members stay absent.
 */
export function jsonFromValue(model: ServiceModel, ref: ShapeRef, value: Json, cbor: boolean): unknown {
  const of = typed(model, ref);
  if (!of || value === null || of.shape.document) return value;
  switch (of.shape.type) {
    case "structure":
      if (!isObject(value)) return value;
      return Object.fromEntries(
        Object.entries(of.shape.members ?? {}).flatMap(([name, member]) => {
          const inner = value[name];
          if (inner === undefined || inner === null) return [];
          const wireName = cbor ? name : (typed(model, member)?.locationName ?? name);
          return [[wireName, jsonFromValue(model, member, inner, cbor)]];
        }),
      );
    case "list": {
      const { member } = of.shape;
      return isArray(value) && member ? value.map((item) => jsonFromValue(model, member, item, cbor)) : value;
    }
    case "map": {
      const inner = of.shape.value;
      if (!isObject(value) || !inner) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, jsonFromValue(model, inner, item, cbor)]),
      );
    }
    case "timestamp":
      if (typeof value !== "string") return value;
      if (cbor) return Number.isNaN(Date.parse(value)) ? value : new Date(value);
      return timeText(value, timeFormat(of.timestampFormat, "unixTimestamp"));
    case "blob":
      return cbor && typeof value === "string" ? bytesShown(value) : value;
    case "string":
    case "character":
      return isObject(value) || isArray(value) ? documentText(model.service, value) : value;
    case "integer":
    case "long":
    case "boolean":
    case "float":
    case "double":
      return value;
  }
}
