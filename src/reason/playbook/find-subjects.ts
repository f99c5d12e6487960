import type { Facts, Resource } from "../../core/facts.ts";
import { refOf } from "../../core/facts.ts";
import type { Mention, Question } from "../../core/question.ts";
import type { Playbook } from "../../content/load-playbooks.ts";
import type { Subject } from "../../diagnose/check.ts";
import { locateSubjects } from "../../facts/locate-subjects.ts";
import { listedResources } from "../../facts/listed-resources.ts";
import { reachedTypes, settledRoles } from "./subject-roles.ts";

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
export function findSubjects(
  question: Question,
  facts: Facts,
  playbooks: readonly Playbook[],
): FoundSubjects {
  const prefer = [
    ...new Set([...(question.types ?? []), ...playbooks.slice(0, 2).flatMap((playbook) => playbook.types)]),
  ];
  const { subjects, missing } = locateSubjects(question, facts, prefer);
  const inAccount = subjects.filter(({ ref }) => ref.type.startsWith("AWS::"));
  const implied = impliedBy(question, facts, playbooks).map((resource) => ({
    ref: refOf(resource),
    role: "subject" as const,
    text: "",
  }));
  if (inAccount.length > 0) {
    const besides =
      isListing(question) && !inAccount.some(({ ref }) => (question.types ?? []).includes(ref.type))
        ? implied
        : [];
    const settled = settledRoles(subjects, question);
    return {
      subjects: [
        ...settled,
        ...besides,
        ...otherEnd(settled, question, facts),
        ...otherStations(settled, question, facts),
      ],
      missing,
      implied: false,
    };
  }
  if (missing.length > 0) return { subjects, missing, implied: false };
  return { subjects: [...subjects, ...implied], missing, implied: true };
}

/**
 * "every connect from orders-app to the database hangs" names one end only: the other is the only thing of the kind that is spoken of, or the only
 * one that shares the first word of its name.
 */
function otherEnd(settled: readonly Subject[], question: Question, facts: Facts): readonly Subject[] {
  if (!(question.symptoms ?? []).slice(0, 2).includes("connectivity")) return [];
  const source = settled.find(({ role }) => role === "source");
  if (!source || settled.some(({ role }) => role === "target")) return [];
  const types = (question.types ?? []).filter((type) => reachedTypes.has(type) && type !== source.ref.type);
  const all = types.flatMap((type) => facts.all(type));
  const first = firstWord(source.ref.name ?? source.ref.id);
  const alike = all.filter((resource) => firstWord(resource.name ?? resource.id) === first);
  const [only, second] = alike.length > 0 ? alike : all;
  return only && !second ? [{ ref: refOf(only), role: "target", text: "" }] : [];
}

/** "S3 events never reach fn-1" names one station of a delivery only: the few things of the other kinds that are spoken of come with it. */
function otherStations(settled: readonly Subject[], question: Question, facts: Facts): readonly Subject[] {
  if (question.symptoms?.[0] !== "delivery") return [];
  const known = new Set(settled.map(({ ref }) => ref.type));
  return (question.types ?? [])
    .filter((type) => !known.has(type))
    .flatMap((type) => {
      const all = facts.all(type);
      return all.length > fewStations
        ? []
        : all.map((resource) => ({ ref: refOf(resource), role: "subject" as const, text: "" }));
    });
}

const fewStations = 10;

function firstWord(name: string): string {
  return name.toLowerCase().split(/[^a-z0-9]/)[0] ?? "";
}

/** It asks for all things of a kind; what it names is only what they are measured by ("encrypted with alias/data"). */
export function isListing(question: Question): boolean {
  return question.asks === "facts" || ["cost", "exposure", "drift"].includes(question.symptoms?.[0] ?? "");
}

function impliedBy(question: Question, facts: Facts, playbooks: readonly Playbook[]): readonly Resource[] {
  const most = isListing(question) ? mostListed : mostImplied;
  const listed = listedResources(facts);
  const all = (types: readonly string[]): readonly Resource[] =>
    [...new Set(types)].flatMap((type) => [
      ...facts.all(type),
      ...listed.filter((resource) => resource.type === type),
    ]);
  const types = question.types ?? [];
  // "An ECS event" speaks of the service as a whole: its other kinds that such trouble is about come with it.
  const kin = (playbooks[0]?.types ?? []).filter((type) =>
    types.some((one) => one.startsWith("AWS::ECS::") && sameService(one, type)),
  );
  const said = all([...types, ...kin]);
  const fitting = said.length > 0 ? said : all(playbooks[0]?.types ?? []);
  return fitting.length > most ? fitting.slice(0, most) : fitting;
}

function sameService(one: string, other: string): boolean {
  return one.split("::")[1] === other.split("::")[1];
}
