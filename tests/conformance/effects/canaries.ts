import { redactAnswer } from "../../../src/aws/redact/redact-value.ts";
import type { ServiceModel, ShapeRef } from "../../../src/aws/service-models.ts";
import type { Json } from "../../../src/core/json/json.ts";
import type { ReviewedOperation } from "./shipped.ts";

export interface Canary {
  /** Member names from the top, `[]` and `{}` for items. */
  readonly path: string;
  /** The member's own name. */
  readonly member: string;
  /** The model calls it, or something above it, sensitive. */
  readonly sensitive: boolean;
}

/** A word that is no number, host, ARN or name, and does not look random: only where it stands can tell that it is a secret. */
const word = "opensesame-Canary";

/** Puts a word into every string of an answer, and gives those that redaction leaves. */
export function survivors({ model, operation, review }: ReviewedOperation): readonly Canary[] {
  const ref = model.operations[operation]?.output;
  if (!ref) return [];
  const planted = new Map<string, Canary>();
  const answer = plant(model, ref, { path: "", sensitive: false, above: [] }, planted);
  const secretive = review.effects.includes("secret") || review.effects.includes("mints");
  const shown = JSON.stringify(redactAnswer(model, ref, answer, { secretive }).value);
  return [...planted]
    .filter(([text]) => shown.includes(text) || shown.includes(base64(text)))
    .map(([, canary]) => canary);
}

interface At {
  readonly path: string;
  readonly sensitive: boolean;
  readonly above: readonly string[];
}

function plant(model: ServiceModel, ref: ShapeRef, at: At, planted: Map<string, Canary>): Json {
  const shape = model.shapes[ref.shape];
  const sensitive = at.sensitive || shape?.sensitive === true;
  const below = (inner: ShapeRef, name: string): Json =>
    plant(model, inner, { path: `${at.path}${name}`, sensitive, above: [...at.above, ref.shape] }, planted);
  if (shape?.type === "structure") {
    if (at.above.includes(ref.shape) || at.above.length > 14) return {};
    return Object.fromEntries(
      Object.entries(shape.members ?? {}).map(([name, member]) => [name, below(member, `.${name}`)]),
    );
  }
  if (shape?.type === "list") return shape.member ? [below(shape.member, "[]")] : [];
  if (shape?.type === "map") return shape.value ? { plainKey: below(shape.value, "{}") } : {};
  if (shape?.type !== "string" && shape?.type !== "blob") return 1;
  const text = `${word}${planted.size}x`;
  const path = at.path.slice(1);
  const member =
    path
      .replaceAll(/\[\]|\{\}/g, "")
      .split(".")
      .at(-1) ?? "";
  planted.set(text, { path, member, sensitive });
  return shape.type === "blob" ? base64(text) : text;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
