import type { RunRecord } from "../../core/record/record.ts";
import { plain, wrap } from "./paint.ts";
import type { Paint } from "./paint.ts";

/** What was asked, and of which accounts and regions: an answer about another one than was meant is worth nothing. */
export function showQuestion(
  { question, scope }: Pick<RunRecord, "question" | "scope">,
  paint: Paint,
): string {
  const lines = wrap(plain(question), paint.columns - 6, "    ").split("\n");
  return [
    `  ${paint("bold", "?")} ${lines.map((line) => paint("bold", line)).join("\n")}`,
    ...place(scope, paint),
    "",
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function place({ account, regions, targets, endpoint }: RunRecord["scope"], paint: Paint): readonly string[] {
  const accounts = [...new Set(targets?.map((target) => target.account) ?? [account])];
  // A run that could not begin knows none.
  if (accounts.length === 1 && !/^\d+$/.test(account)) return [];
  const parts = [
    `${accounts.length === 1 ? "account" : "accounts"} ${accounts.join(", ")}`,
    regions.join(", "),
    ...(endpoint === undefined ? [] : [endpoint]),
  ];
  return [paint("dim", `    ${wrap(plain(parts.join(" · ")), paint.columns - 6, "    ")}`)];
}
