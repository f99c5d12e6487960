import { standingCalls } from "../../agent/standing-calls.ts";
import type { Facts } from "../../core/facts.ts";
import type { ResourceRef } from "../../core/finding.ts";
import { foldRecord, lastOf, startOf } from "../../core/fold/fold-record.ts";
import type { Store } from "../../core/store.ts";
import { factsOf } from "../../facts/fact-base.ts";
import { locateSubjects } from "../../facts/locate-subjects.ts";
import type { FactReader } from "../../facts/reader.ts";
import type { LastQuestion } from "../../reason/follow-up.ts";
import { recordedCalls } from "../runs/recorded-calls.ts";

/** What a run's question was about, from its own record; undefined where the question was never read. */
export async function lastQuestion(
  store: Store,
  run: string,
  readers: readonly FactReader[],
): Promise<LastQuestion | undefined> {
  const events = await store.events(run);
  const read = lastOf(events, "question-read");
  if (!read) return undefined;
  const { question } = read;
  const calls = standingCalls(events, await recordedCalls(store, events));
  const facts = factsOf(calls, readers, startOf(events).scope.account);
  const located = locateSubjects(question, facts, question.types ?? []);
  const subjects = located.subjects.filter(({ ref }) => ref.type.startsWith("AWS::"));
  const { answer } = foldRecord(events);
  const blamed = answer.findings.filter(({ severity }) => severity !== "info");
  return {
    question,
    subjects: [...new Set(subjects.flatMap(({ ref, text }) => (isName(text) ? text : namesOf([ref]))))],
    compared: namesOf(located.compared.map(({ ref }) => ref)),
    blamed: namesOf(blamed.map(({ resource }) => resource)),
    others: namesOf(
      othersOf(
        subjects.map(({ ref }) => ref),
        facts,
      ),
    ),
    known: knownIn(facts),
  };
}

/** Resources, each by what a person would call it; rules, statements and the like have no name of their own. */
function knownIn(facts: Facts): LastQuestion["known"] {
  return facts.types().flatMap((type) =>
    facts.all(type).flatMap(({ id, name }) => {
      const [called] = [name, id].filter(isName);
      return called === undefined ? [] : [{ name: called, id, type }];
    }),
  );
}

function othersOf(subjects: readonly ResourceRef[], facts: Facts): readonly ResourceRef[] {
  const [first] = subjects;
  if (!first) return [];
  const known = new Set(subjects.map(({ id }) => id));
  return facts.all(first.type).filter(({ id }) => !known.has(id));
}

/**
 * Names come from the account, and anybody may have chosen them: only what can be nothing but a name gets into a question. EC2's ids say what is meant
 * better than a name does that several things may have.
 */
function namesOf(refs: readonly ResourceRef[]): readonly string[] {
  return [
    ...new Set(
      refs.flatMap(({ name, id }) =>
        /^[a-z]+-[0-9a-f]{8,17}$/.test(id) ? id : ([name, id].find(isName) ?? []),
      ),
    ),
  ];
}

function isName(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z0-9][\w.:/@-]{0,127}$/.test(text);
}
