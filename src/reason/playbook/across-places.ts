import { probeKey } from "../../core/probe.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import { isTarget, targetKey } from "../../core/target.ts";
import type { ReadTarget, Target } from "../../core/target.ts";
import type { Subject } from "../../diagnose/check.ts";
import { isGlobalService, isGlobalType } from "../../facts/global-services.ts";
import type { Plan, Situation, Task } from "../reason.ts";
import { homesOf } from "../spread.ts";
import { isGathered, ungathered } from "./gather-inventories.ts";

/** One place of a run over several accounts and regions, with what is known there. */
export interface PlaceView {
  readonly target: ReadTarget;
  /** The account's first region: what answers the same in all of them is read here. */
  readonly home: ReadTarget;
  readonly situation: Situation;
}

/** The run as each of its places sees it. Regions that the question names are the only ones looked at. */
export function placesOf(situation: Situation): readonly PlaceView[] {
  const { targets = [], question } = situation;
  const named = targets.filter(({ region }) =>
    new RegExp(`(?<![\\w-])${region}(?![\\w-])`, "i").test(question.text),
  );
  const wanted = named.length > 0 ? named : targets;
  const homes = homesOf(wanted);
  return wanted.map((target) => {
    const home = homes.find(({ account }) => account === target.account) ?? target;
    return { target, home, situation: seenFrom(situation, target, home) };
  });
}

function seenFrom(
  { targets: _targets, ...situation }: Situation,
  target: ReadTarget,
  home: ReadTarget,
): Situation {
  const { account, region } = target;
  return {
    ...situation,
    facts: situation.facts.within({ account, region }),
    region,
    tried: situation.tried.filter((one) => {
      if (!one.target || isTarget(one.target, target)) return true;
      return isTarget(one.target, home) && one.probe !== undefined && ungathered(one.probe).some(isOfAccount);
    }),
  };
}

/** What is asked once an account. */
export function isOfAccount({ probe }: Pick<ProbeRequest, "probe">): boolean {
  return isGlobalService(probe.split("/")[0] ?? "");
}

export interface FoundAt<T> {
  readonly view: PlaceView;
  readonly found: T;
}

/** The places that matter: those that hold what the question is about; all of them where it names nothing, or nothing is found yet. */
export function placesThatMatter<
  T extends { readonly subjects: readonly Subject[]; readonly implied: boolean },
>(all: readonly FoundAt<T>[]): readonly FoundAt<T>[] {
  const holding = all.filter(
    ({ view, found }) => !found.implied && found.subjects.some(({ ref }) => liesAt(ref, view)),
  );
  return holding.length > 0 ? holding : all;
}

function liesAt({ type, account, region }: Subject["ref"], { target, home }: PlaceView): boolean {
  if (!type.startsWith("AWS::") || account !== target.account) return false;
  return isGlobalType(type) ? isTarget(home, target) : region === target.region;
}

/** The plans of several places as one: each task at its place, what is asked once an account at its home. */
export function joinPlans(plans: readonly { readonly view: PlaceView; readonly plan: Plan }[]): Plan {
  const collecting = plans.flatMap(({ view, plan }) => (plan.kind === "collect" ? [{ view, plan }] : []));
  const verdicts = plans.flatMap(({ view, plan }) =>
    plan.verdicts.map((verdict) => ({ ...verdict, text: `${placeName(view.target)}: ${verdict.text}` })),
  );
  const [first] = plans;
  const playbook = first?.plan.playbook === undefined ? {} : { playbook: first.plan.playbook };
  if (collecting.length === 0)
    return { kind: "conclude", why: first?.plan.why ?? "there is no place to read", verdicts, ...playbook };
  const why = collecting[0]?.plan.why ?? "";
  const tasks = collecting.flatMap(({ view, plan }) => plan.tasks.map((task) => placed(task, view)));
  return {
    kind: "collect",
    why: collecting.length < 2 ? why : `${why}, in ${collecting.length} accounts and regions`,
    tasks: withoutRepeats(tasks),
    verdicts,
    ...playbook,
  };
}

function placed(task: Task, { target, home }: PlaceView): Task & { readonly target: Target } {
  const { account, region } = task.probe && isOfAccount(task.probe) ? home : target;
  return { ...task, target: { account, region } };
}

/** Two regions of an account may ask for the same; and what a gathered script lists is not listed again beside it. */
function withoutRepeats(tasks: readonly (Task & { readonly target: Target })[]): readonly Task[] {
  const keyAt = (target: Target, probe: ProbeRequest) => `${targetKey(target)} ${probeKey(probe)}`;
  const gathered = new Set(
    tasks.flatMap(({ target, probe }) =>
      probe && isGathered(probe) ? ungathered(probe).map((one) => keyAt(target, one)) : [],
    ),
  );
  const seen = new Set<string>();
  return tasks.filter(({ target, probe }) => {
    if (!probe) return true;
    const key = keyAt(target, probe);
    if (seen.has(key) || gathered.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export function placeName({ account, region }: Target): string {
  return `${region} of account ${account}`;
}
