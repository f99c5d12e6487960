import { isArray, isObject } from "../../core/json/json.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import type { DecodedCall } from "../../core/source.ts";
import type { Paginator, ServiceModel, ShapeRef } from "../service-models.ts";
import { pagingOf } from "../page-token.ts";
import { outputShape } from "../shape-of.ts";
import { askedFor } from "./asked-for.ts";
import { makeValue } from "./make-value.ts";
import type { Making } from "./make-value.ts";
import { namesAbsentThing } from "./rehearsed-error.ts";

export interface MakeAnswer {
  readonly model: ServiceModel;
  readonly call: DecodedCall;
  readonly account: string;
  /** ISO. */
  readonly now: string;
  readonly members: "usual" | "all";
  readonly empty: boolean;
  readonly turn?: number;
  /** 2 for the last of two pages. */
  readonly page: 1 | 2;
  /** Given where a next page is to follow. */
  readonly token?: string;
}

/** A successful answer in boto3's shape, made from the service model alone: it speaks of what the request names, in the mandate's account. */
export function makeAnswer(needs: MakeAnswer): JsonObject {
  const { model, call, account, now, members, empty, turn, page, token } = needs;
  const ref = model.operations[call.operation]?.output;
  if (!ref) return {};
  const bound = call.resources.find((arn) => arn.startsWith("arn:") && !/[*?]/.test(arn));
  const making: Making = {
    model,
    operation: call.operation,
    asked: askedFor(call.params),
    askedNames: [...stringsInLists(call.params)],
    text: {
      service: call.service,
      arnService: call.actions[0]?.split(":")[0] ?? call.service,
      account,
      region: call.region,
      now,
      ...(bound !== undefined && { arn: bound }),
    },
    members,
    empty,
    keepsNamed: call.service === "ec2" || namesAbsentThing(model, call) !== undefined,
    ...(turn !== undefined && { turn }),
    first: page - 1,
    count: { made: 0, named: 0 },
  };
  const made = makeValue(making, ref, {
    name: "",
    thing: thingOf(call.operation),
    serial: page - 1,
    shapes: [],
  });
  const value = isObject(made) ? made : {};
  const unset = empty && isSetting(call) ? required(model, call.operation, value) : value;
  const paging = pagingOf(model, call.operation);
  return paging ? withPage(making, paging, unset, making.count.named > 0 ? undefined : token) : unset;
}

/** `GetFunctionConfiguration`: `FunctionConfiguration`. */
function thingOf(operation: string): string {
  return operation.replace(/^(?:BatchGet|Describe|Get|List|Head|Search|Lookup)/, "").replace(/s$/, "");
}

/** What S3 tells of a bucket's settings is empty where they were never made (S3 API Reference, GetBucketVersioning). */
function isSetting({ service, operation }: DecodedCall): boolean {
  return service === "s3" && /^GetBucket(?!Acl)/.test(operation);
}

function required(model: ServiceModel, operation: string, value: JsonObject): JsonObject {
  const names = outputShape(model, operation)?.required ?? [];
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
}

function* stringsInLists(value: Json): Generator<string> {
  if (isArray(value)) {
    for (const item of value)
      if (typeof item === "string") yield item;
      else yield* stringsInLists(item);
  } else if (isObject(value)) for (const inner of Object.values(value)) yield* stringsInLists(inner);
}

/** The answer with what leads to the next page, or with what says that there is none. */
function withPage(
  making: Making,
  paging: Paginator,
  value: JsonObject,
  token: string | undefined,
): JsonObject {
  const outputs = typeof paging.output_token === "string" ? [paging.output_token] : paging.output_token;
  const paths = outputs.flatMap(
    (expression) =>
      expression
        .split("||")
        .map((part) => part.trim())
        .find((part) => /^\w+(\.\w+)*$/.test(part)) ?? [],
  );
  const more =
    paging.more_results !== undefined && /^\w+$/.test(paging.more_results)
      ? { [paging.more_results]: token !== undefined }
      : {};
  const bare = paths.reduce((rest, path) => withoutPath(rest, path.split(".")), {
    ...value,
    ...known(making, more),
  });
  if (token === undefined) return bare;
  return paths.reduce((rest, path) => {
    const segments = path.split(".");
    const made = tokenValue(making, segments, token);
    return made === undefined ? rest : withPath(rest, segments, made);
  }, bare);
}

function known(making: Making, flags: { readonly [name: string]: boolean }): JsonObject {
  const members = outputShape(making.model, making.operation)?.members ?? {};
  return Object.fromEntries(Object.entries(flags).filter(([name]) => name in members));
}

/** A token is a string mostly; DynamoDB's is a key, others are numbers or structures. */
function tokenValue(making: Making, segments: readonly string[], token: string): Json | undefined {
  const ref = segments.reduce<ShapeRef | undefined>(
    (at, segment) => at && making.model.shapes[at.shape]?.members?.[segment],
    making.model.operations[making.operation]?.output,
  );
  const shape = ref && making.model.shapes[ref.shape];
  if (!ref || !shape) return undefined;
  if (shape.type === "string") return shape.max !== undefined ? token.slice(-shape.max) : token;
  if (shape.type === "map") return { [token]: making.model.service === "dynamodb" ? { S: token } : token };
  return makeValue({ ...making, members: "all", empty: false }, ref, {
    name: segments.at(-1) ?? "",
    thing: "",
    serial: 7,
    shapes: [],
  });
}

function withoutPath(value: JsonObject, [first = "", ...rest]: readonly string[]): JsonObject {
  const inner = value[first];
  if (rest.length > 0) return isObject(inner) ? { ...value, [first]: withoutPath(inner, rest) } : value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== first));
}

function withPath(value: JsonObject, [first = "", ...rest]: readonly string[], leaf: Json): JsonObject {
  const inner = value[first];
  return { ...value, [first]: rest.length === 0 ? leaf : withPath(isObject(inner) ? inner : {}, rest, leaf) };
}
