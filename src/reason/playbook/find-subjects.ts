import type { Facts, Resource } from "../../core/facts.ts";
import { refOf } from "../../core/facts.ts";
import type { Mention, Question } from "../../core/question.ts";
import type { Playbook } from "../../content/load-playbooks.ts";
import type { Subject } from "../../diagnose/check.ts";
import { locateSubjects } from "../../facts/locate-subjects.ts";
import { settledRoles } from "./subject-roles.ts";

export interface FoundSubjects {
  readonly subjects: readonly Subject[];
  readonly missing: readonly Mention[];
  /** Nothing was named: the subjects are all things of the kind that the question speaks of. */
  readonly implied: boolean;
}

/** How many unnamed things a question may be about: all of them for a listing, few where it asks for a cause. */
const mostListed = 500;
const mostImplied = 25;

/** What the question is about, as far as the facts show it. */
export function findSubjects(question: Question, facts: Facts, playbooks: readonly Playbook[]): FoundSubjects {
  const prefer = [...new Set([...(question.types ?? []), ...playbooks.slice(0, 2).flatMap((playbook) => playbook.types)])];
  const { subjects, missing } = locateSubjects(question, facts, prefer);
  const inAccount = subjects.filter(({ ref }) => ref.type.startsWith("AWS::"));
  const implied = impliedBy(question, facts, playbooks).map((resource) => ({ ref: refOf(resource), role: "subject" as const, text: "" }));
  if (inAccount.length > 0) {
    const besides = listing(question) && !inAccount.some(({ ref }) => (question.types ?? []).includes(ref.type)) ? implied : [];
    return { subjects: [...settledRoles(subjects, question), ...besides], missing, implied: false };
  }
  if (missing.length > 0) return { subjects, missing, implied: false };
  return { subjects: [...subjects, ...implied], missing, implied: true };
}

/** It asks for all things of a kind; what it names is only what they are measured by ("encrypted with alias/data"). */
function listing(question: Question): boolean {
  return question.asks === "facts" || ["cost", "exposure", "drift"].includes(question.symptoms?.[0] ?? "");
}

function impliedBy(question: Question, facts: Facts, playbooks: readonly Playbook[]): readonly Resource[] {
  const most = listing(question) ? mostListed : mostImplied;
  const said = (question.types ?? []).flatMap((type) => facts.all(type));
  const fitting = said.length > 0 ? said : (playbooks[0]?.types ?? []).flatMap((type) => facts.all(type));
  return fitting.length > most ? fitting.slice(0, most) : fitting;
}
