import type { PolicyDocument } from "../../core/grant.ts";
import type { PolicyExplanation } from "../../core/script.ts";
import { plain } from "./paint.ts";
import type { Paint } from "./paint.ts";

/** Statement by statement: what it allows, which lines need it, and why a wildcard stands there. */
export function showPolicy(
  policy: PolicyDocument,
  explain: readonly PolicyExplanation[],
  paint: Paint,
): string {
  const lines = explain.flatMap(({ statement, sid, neededBy, wildcards }) => [
    `  ${paint("bold", sid)}  ${textsOf(policy.Statement[statement]?.["Action"]).join(", ")}`,
    ...textsOf(policy.Statement[statement]?.["Resource"]).map((arn) => {
      const why = wildcards.find(({ resource }) => resource === arn)?.why;
      return `      on ${plain(arn)}${why === undefined ? "" : paint("dim", `  (${plain(why)})`)}`;
    }),
    ...neededBy.map(
      ({ line, call, action, onlyIf }) =>
        `      line ${String(line).padStart(4)}  ${call}${suffix(call, action)}${onlyIf === undefined ? "" : paint("dim", `  only if ${onlyIf}`)}`,
    ),
  ]);
  return lines.length === 0
    ? "  The text calls nothing: the policy allows nothing.\n"
    : `${lines.join("\n")}\n`;
}

function suffix(call: string, action: string): string {
  return call.toLowerCase() === action.toLowerCase() ? "" : ` needs ${action}`;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
