import { AppError } from "../core/errors.ts";
import { probeKey } from "../core/probe.ts";
import type { Probe, ProbeRequest } from "../core/probe.ts";
import type { Facts } from "../core/facts.ts";
import type { Reasoner, Situation, Task } from "../reason/reason.ts";
import { isGlobalService } from "../facts/global-services.ts";
import { targetKey } from "../core/target.ts";
import type { Target } from "../core/target.ts";
import { homesOf } from "../reason/spread.ts";
import { renderProbe } from "../reason/playbook/render-probe.ts";

export interface ExplainReasoner {
  readonly probes: ReadonlyMap<string, Probe>;
  /** What still has to be read before the analyzer can decide. */
  needs(facts: Facts): readonly ProbeRequest[];
  /** In a run over several places: whether each region is asked about by itself, or an account as a whole. */
  readonly each?: "region" | "account";
}

/** Reads what an analyzer needs, round by round, along the same road as any question; the analyzer decides, so nothing is concluded here. */
export function explainReasoner({ probes, needs, each = "region" }: ExplainReasoner): Reasoner {
  const written = (task: Task) => {
    const probe = task.probe && probes.get(task.probe.probe);
    if (!probe || !task.probe) throw new AppError("bug", `No probe does the task "${task.task}".`);
    return {
      code: renderProbe(probe, task.probe.variables),
      requirements: ["boto3"],
      origin: "probe" as const,
    };
  };
  return {
    name: "playbook",
    route: ({ text, window }) =>
      Promise.resolve({ question: { text, mentions: [], ports: [], actions: [], services: [], window } }),
    plan: ({ facts, tried, left, targets }: Situation) => {
      const asked = new Set(tried.map(keyOf));
      const requests = targets
        ? requestsAt(targets, each, (place) => needs(facts.within(place)))
        : needs(facts).map((probe): Request => ({ probe }));
      const wanted = requests.map(({ probe, target }): Task => ({
        task: probes.get(probe.probe)?.summary ?? probe.probe,
        reason: probe.reason,
        probe,
        ...(target && { target }),
      }));
      const distinct = new Map(wanted.map((task) => [keyOf(task), task]));
      const tasks = [...distinct.values()].filter((task) => !asked.has(keyOf(task)));
      if (tasks.length === 0 || left <= 0)
        return Promise.resolve({ kind: "conclude", why: "the analyzer has what it needs", verdicts: [] });
      return Promise.resolve({ kind: "collect", why: "read what decides", tasks, verdicts: [] });
    },
    write: (task) => Promise.resolve(written(task)),
    repair: ({ task, error }) =>
      Promise.resolve(["throttled", "endpoint", "timeout"].includes(error.kind) ? written(task) : undefined),
    conclude: () => Promise.reject(new AppError("bug", "An explanation is not concluded by a reasoner.")),
  };
}

interface Request {
  readonly probe: ProbeRequest;
  readonly target?: Target;
}

function keyOf({ probe, target }: Task): string {
  return `${target ? targetKey(target) : ""} ${probe ? probeKey(probe) : ""}`;
}

/** What each place still needs, where it is to be read: a probe for one region there, what answers the same everywhere in the account's first region. */
function requestsAt(
  targets: readonly Target[],
  each: "region" | "account",
  needs: (place: Pick<Target, "account"> & Partial<Target>) => readonly ProbeRequest[],
): readonly Request[] {
  const homes = homesOf(targets);
  const places = each === "region" ? targets : homes;
  return places.flatMap(({ account, region }) => {
    const home = homes.find((one) => one.account === account)?.region ?? region;
    return needs(each === "region" ? { account, region } : { account }).map((probe) => {
      const meant = targets.find(
        (one) => one.account === account && one.region === probe.variables["region"],
      );
      const at = isGlobalService(probe.probe.split("/")[0] ?? "") ? home : (meant?.region ?? region);
      return { probe, target: { account, region: at } };
    });
  });
}
