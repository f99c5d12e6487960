import type { ServiceModels, Shape, ShapeRef } from "../../aws/service-models.ts";
import { text, unknown } from "./value.ts";
import type { DataValue, Value, Values } from "./value.ts";

type From = Pick<DataValue, "service" | "operation">;

/** What an operation answers, as its output shape says; unknown where there is none. */
export function responseOf(models: ServiceModels, from: From): Values {
  const output = models.model(from.service)?.operations[from.operation]?.output;
  return output === undefined ? unknown : dataOf(models, from, output, true);
}

/** Data of a shape. Strings and numbers become Python's own; what botocore decodes or streams is unknown. */
export function dataOf(models: ServiceModels, from: From, ref: ShapeRef, root = false): Values {
  const shape = models.model(from.service)?.shapes[ref.shape];
  if (shape === undefined || ref.jsonvalue === true || ref.eventstream === true || shape.document === true)
    return unknown;
  if (`${from.service}.${ref.shape}` === native) return unknown;
  switch (shape.type) {
    case "structure":
    case "list":
    case "map":
      return [{ kind: "data", service: from.service, operation: from.operation, shape: ref.shape, root }];
    case "string":
      return decoded.has(`${from.service}.${ref.shape}`) ? unknown : text();
    case "integer":
    case "long":
      return [{ kind: "number", integer: true }];
    case "float":
    case "double":
      return [{ kind: "number", integer: false }];
    case "boolean":
      return [{ kind: "boolean" }];
    case "character":
    case "blob":
    case "timestamp":
      return unknown;
  }
}

/** Strings that botocore hands out as dictionaries (`botocore/handlers.py`: `json_decode_policies`, `json_decode_template_body`). */
const decoded = new Set(["iam.policyDocumentType", "cloudformation.TemplateBody"]);

/** What boto3's DynamoDB resource turns into Python's own values. */
const native = "dynamodb.AttributeValue";

export function shapeOf(models: ServiceModels, value: DataValue): Shape | undefined {
  return models.model(value.service)?.shapes[value.shape];
}

/** The member of a structure, the value of a map; undefined where a structure has none of this name. */
export function memberOf(models: ServiceModels, value: DataValue, name: string): Values | undefined {
  const shape = shapeOf(models, value);
  if (shape?.type === "map") return shape.value === undefined ? unknown : dataOf(models, value, shape.value);
  if (shape?.type !== "structure") return undefined;
  const member = Object.hasOwn(shape.members ?? {}, name) ? shape.members?.[name] : undefined;
  if (member !== undefined) return dataOf(models, value, member);
  return isAdded(value, shape, name) ? unknown : undefined;
}

/** Members that botocore adds to those of the model. */
function isAdded({ root, service }: DataValue, shape: Shape, name: string): boolean {
  return (
    (root && (name === "ResponseMetadata" || name === "NextToken")) ||
    (service === "s3" && name === "ExpiresString") ||
    (shape.union === true && name === "SDK_UNKNOWN_MEMBER")
  );
}

/** What a loop over it gives: elements of a list, names of a structure or a map, pages. */
export function elementsOf(models: ServiceModels, value: Extract<Value, { kind: "data" | "pages" }>): Values {
  if (value.kind === "pages") return responseOf(models, value);
  const shape = shapeOf(models, value);
  if (shape?.type === "list" && shape.member !== undefined) return dataOf(models, value, shape.member);
  if (shape?.type === "structure") return [{ kind: "text", nameIn: value }];
  return shape === undefined ? unknown : text();
}

export const isData = (value: Value): value is DataValue => value.kind === "data";

/** Every value of what is known to be data: an empty list or None beside it holds no member that could be read. */
export function withoutEmpty(values: Values, isEmpty: (value: Value) => boolean): Values {
  return values.some(isData) ? values.filter((value) => value.kind !== "none" && !isEmpty(value)) : values;
}
