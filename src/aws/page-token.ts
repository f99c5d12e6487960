import { canonicalText } from "../core/json/canonical-text.ts";
import jmespath from "jmespath";
import { atPointer, isObject } from "../core/json/json.ts";
import type { Json, JsonObject } from "../core/json/json.ts";
import type { Paginator, ServiceModel } from "./service-models.ts";
import { inputShape, outputShape } from "./shape-of.ts";

/** How an operation pages: botocore's paginator, else a token that stands under the same name in request and answer. */
export function pagingOf(model: ServiceModel, operation: string): Paginator | undefined {
  const own = model.paginators[operation];
  if (own) return own;
  const input = inputShape(model, operation)?.members ?? {};
  const output = outputShape(model, operation)?.members ?? {};
  const same = [
    "NextToken",
    "nextToken",
    "Marker",
    "PageToken",
    "pageToken",
    "NextPageToken",
    "position",
  ].find((name) => name in input && name in output);
  if (same !== undefined) return { input_token: same, output_token: same };
  const next = "NextMarker" in output && "Marker" in input ? "NextMarker" : undefined;
  return next === undefined ? undefined : { input_token: "Marker", output_token: next };
}

/** The token that a request carries; undefined where it begins a list. */
export function tokenOfRequest(paging: Paginator, params: JsonObject): string | undefined {
  return tokenText(
    listed(paging.input_token).map((name) => atPointer(params, `/${name.replaceAll(".", "/")}`)),
  );
}

/** The token of the next page, in the same form as `tokenOfRequest` gives it back. */
export function tokenOfAnswer(paging: Paginator, value: Json): string | undefined {
  if (!isObject(value)) return undefined;
  if (paging.more_results !== undefined && !search(value, paging.more_results)) return undefined;
  return tokenText(listed(paging.output_token).map((expression) => search(value, expression)));
}

function listed(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

/** One string stands for itself; several tokens, and tokens that are objects, as canonical JSON. */
function tokenText(values: readonly (Json | undefined)[]): string | undefined {
  const given = values.filter(
    (value) =>
      value !== undefined &&
      value !== null &&
      value !== "" &&
      !(isObject(value) && Object.keys(value).length === 0),
  );
  const [only] = given;
  if (only === undefined) return undefined;
  if (values.length === 1 && typeof only === "string") return only;
  return canonicalText(values.length === 1 ? only : values.map((value) => value ?? null));
}

function search(value: JsonObject, expression: string): Json | undefined {
  try {
    // A door: JMESPath gives JSON for JSON.
    return (jmespath.search(value, expression) as Json | undefined) ?? undefined;
  } catch {
    return undefined;
  }
}
