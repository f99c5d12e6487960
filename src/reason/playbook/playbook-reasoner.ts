import { AppError } from "../../core/errors.ts";
import type { Probe, ProbeRequest } from "../../core/probe.ts";
import { probeKey } from "../../core/probe.ts";
import type { Playbook } from "../../content/load-playbooks.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import type { Plan, Reasoner, Situation, Task } from "../reason.ts";
import { isTarget } from "../../core/target.ts";
import type { Target } from "../../core/target.ts";
import { isOfAccount, joinPlans, placesOf, placesThatMatter } from "./across-places.ts";
import { alongTheWay } from "./along-the-way.ts";
import { choosePlaybooks } from "./choose-playbooks.ts";
import { findSubjects } from "./find-subjects.ts";
import type { FoundSubjects } from "./find-subjects.ts";
import { firstInventories, furtherInventories } from "./inventories.ts";
import { gatherInventories, isGathered, renderInventories, ungathered } from "./gather-inventories.ts";
import { joinAnswers } from "./join-answers.ts";
import { readQuestion } from "./read-question.ts";
import { renderProbe } from "./render-probe.ts";
import { runChecks, verdictsOf, wantedProbes } from "./run-checks.ts";
import type { CheckRun } from "./run-checks.ts";
import { taskFor } from "./task-words.ts";
import { toAnswer } from "./to-answer.ts";

export interface PlaybookReasoner {
  readonly checks: readonly Check[];
  readonly probes: ReadonlyMap<string, Probe>;
  readonly playbooks: readonly Playbook[];
}

/** What is known at one moment of a run. */
interface Assessment extends FoundSubjects {
  readonly chosen: readonly Playbook[];
  readonly context: CheckContext;
  /** The same with only what the question itself names: distances are measured from there. */
  readonly named: CheckContext;
  readonly runs: readonly CheckRun[];
}

/** Decides by playbooks and checks alone: no model, and the same facts always lead to the same plan and the same answer. */
export function playbookReasoner({ checks, probes, playbooks }: PlaybookReasoner): Reasoner {
  const assess = (situation: Situation): Assessment => {
    const likely = choosePlaybooks(situation.question, playbooks);
    const found = findSubjects(situation.question, situation.facts, likely);
    const chosen = choosePlaybooks(
      situation.question,
      playbooks,
      found.implied ? [] : found.subjects.map(({ ref }) => ref.type),
    );
    const { facts, question, now, region } = situation;
    const named: CheckContext = { facts, question, subjects: found.subjects, now, region };
    const context: CheckContext = { ...named, subjects: [...found.subjects, ...alongTheWay(named)] };
    const settled = found.implied || found.subjects.some(({ ref }) => ref.type.startsWith("AWS::"));
    return {
      ...found,
      chosen,
      context,
      named,
      runs: settled || situation.iteration > 1 ? runChecks(checks, chosen, context) : [],
    };
  };
  return {
    name: "playbook",
    route: ({ text, window, now }) => {
      const question = readQuestion({ text, window, now });
      const first = choosePlaybooks(question, playbooks)[0];
      return Promise.resolve({ question, ...(first && { playbook: first.id }) });
    },
    plan: (situation) => Promise.resolve(plannedEverywhere(situation, assess, probes)),
    write: (task) => Promise.resolve(written(task, probes)),
    repair: ({ task, error }) =>
      Promise.resolve(
        error.kind === "throttled" || error.kind === "endpoint" || error.kind === "timeout"
          ? written(task, probes)
          : undefined,
      ),
    conclude: (situation) => Promise.resolve(concludedEverywhere(situation, assess)),
  };
}

type Assess = (situation: Situation) => Assessment;

/** In a run over several places each is planned for by itself, with its own facts; those that matter are read further. */
function plannedEverywhere(situation: Situation, assess: Assess, probes: ReadonlyMap<string, Probe>): Plan {
  if (!situation.targets) return planned(situation, assess(situation), probes);
  const all = placesOf(situation).map((view) => ({ view, found: assess(view.situation) }));
  return joinPlans(
    placesThatMatter(all).map(({ view, found }) => ({
      view,
      plan: planned(
        view.situation,
        found,
        probes,
        isTarget(view.target, view.home) ? undefined : isOfAccount,
      ),
    })),
  );
}

function concludedEverywhere(situation: Situation, assess: Assess): ReturnType<typeof toAnswer> {
  const { unreached = [] } = situation;
  if (!situation.targets) {
    const found = assess(situation);
    const answer = toAnswer({ ...found, situation });
    return unreached.length === 0
      ? answer
      : joinAnswers([{ target: placeOf(situation), answer }], found.implied);
  }
  const all = placesOf(situation).map((view) => ({ view, found: assess(view.situation) }));
  return joinAnswers(
    placesThatMatter(all).map(({ view, found }) => ({
      target: view.target,
      answer: toAnswer({ ...found, situation: view.situation }),
    })),
    unreached.length > 0 && all.every(({ found }) => found.implied),
  );
}

function placeOf({ facts, region }: Situation): Target {
  return { account: facts.account, region };
}

/** `apart`: what is not to be gathered into one script with the others. */
function planned(
  situation: Situation,
  { chosen, runs, subjects, missing }: Assessment,
  probes: ReadonlyMap<string, Probe>,
  apart: (request: ProbeRequest) => boolean = () => false,
): Plan {
  const tried = new Set(
    situation.tried.flatMap(({ probe }) => (probe ? ungathered(probe).map(probeKey) : [])),
  );
  const fresh = (request: ProbeRequest): boolean =>
    probes.has(request.probe) && !tried.has(probeKey(request));
  const found = subjects.some(({ ref }) => ref.type.startsWith("AWS::"));
  const first = situation.iteration === 1 ? firstInventories(situation.question, chosen, probes) : [];
  const astray = missing.some(
    ({ role, types }) => !found || types !== undefined || role === "source" || role === "target",
  );
  const wider =
    situation.iteration > 1 && (astray || (!found && subjects.length === 0))
      ? furtherInventories(probes)
      : [];
  const wanted = distinctRequests([...first, ...wider, ...wantedProbes(runs)].filter(fresh));
  const playbook = chosen[0] && { playbook: chosen[0].id };
  const verdicts = verdictsOf(runs, situation.iteration);
  if (wanted.length === 0 || situation.left <= 0) {
    const why =
      wanted.length === 0 ? "everything that applies has been read" : "no round of collecting is left";
    return { kind: "conclude", why, verdicts, ...playbook };
  }
  const together = gatherInventories(
    wanted.filter((request) => !apart(request)),
    probes,
  );
  const tasks = [...together, ...wanted.filter(apart)].map((probe) =>
    taskFor(probe, probes.get(probe.probe)),
  );
  return {
    kind: "collect",
    why: whyOf(situation, { found, wider: wider.length > 0, missing: missing.map(({ text }) => text) }),
    tasks,
    verdicts,
    ...playbook,
  };
}

function whyOf(
  { iteration }: Situation,
  { found, wider, missing }: { found: boolean; wider: boolean; missing: readonly string[] },
): string {
  if (iteration === 1 && !found) return "find what the question is about";
  if (wider) return `look everywhere for ${missing.join(", ")}`;
  return "read what the checks still need";
}

function distinctRequests(requests: readonly ProbeRequest[]): readonly ProbeRequest[] {
  return [...new Map(requests.map((request) => [probeKey(request), request])).values()];
}

function written(
  task: Task,
  probes: ReadonlyMap<string, Probe>,
): { code: string; requirements: string[]; origin: "probe" } {
  if (task.probe && isGathered(task.probe))
    return { code: renderInventories(task.probe, probes), requirements: ["boto3"], origin: "probe" };
  const probe = task.probe && probes.get(task.probe.probe);
  if (!task.probe || !probe) throw new AppError("bug", `no probe does "${task.task}"`);
  return { code: renderProbe(probe, task.probe.variables), requirements: ["boto3"], origin: "probe" };
}
