import type { Facts } from "../core/facts.ts";
import type { Finding, Fix } from "../core/finding.ts";
import type { Fault } from "./check.ts";
import { misreadWord } from "./misread-word.ts";

/** A ranked fault as the answer tells it: its change becomes the fix, proved on the facts as they would be after it where an analyzer can. */
export function toFinding(
  fault: Fault,
  { rank, check, facts }: { rank: number; check: string; facts: Facts },
): Finding {
  const { change, prove, role, ...said } = fault;
  const bystander = role === "bystander";
  return {
    rank,
    ...said,
    severity: bystander ? "info" : said.severity,
    ...(change && { fix: fixOf({ change, prove, facts }) }),
    check,
  };
}

function fixOf({
  change,
  prove,
  facts,
}: {
  change: NonNullable<Fault["change"]>;
  prove: Fault["prove"];
  facts: Facts;
}): Fix {
  const proof = prove && change.edits.length > 0 ? prove(facts.patched(change.edits)) : undefined;
  const misread = change.commands.some((command) => misreadWord(command) !== undefined);
  return {
    summary: change.summary,
    commands: misread ? [] : change.commands.map((command) => [...command]),
    risk: misread
      ? `${change.risk} No command is shown: the AWS CLI would read a name in it as an option or a file.`
      : change.risk,
    rollback: misread ? "by hand" : change.rollback,
    ...(proof !== undefined && { proof }),
  };
}
