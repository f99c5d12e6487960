import { AppError } from "../core/errors.ts";
import { probeKey } from "../core/probe.ts";
import type { Probe, ProbeRequest } from "../core/probe.ts";
import type { Facts } from "../core/facts.ts";
import type { Reasoner, Situation, Task } from "../reason/reason.ts";
import { renderProbe } from "../reason/playbook/render-probe.ts";

export interface ExplainReasoner {
  readonly probes: ReadonlyMap<string, Probe>;
  /** What still has to be read before the analyzer can decide. */
  needs(facts: Facts): readonly ProbeRequest[];
}

/** Reads what an analyzer needs, round by round, along the same road as any question; the analyzer decides, so nothing is concluded here. */
export function explainReasoner({ probes, needs }: ExplainReasoner): Reasoner {
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
    plan: ({ facts, tried, left }: Situation) => {
      const asked = new Set(tried.flatMap(({ probe }) => (probe ? [probeKey(probe)] : [])));
      const wanted = needs(facts).filter((request) => !asked.has(probeKey(request)));
      const tasks = [
        ...new Map(
          wanted.map((probe) => [
            probeKey(probe),
            { task: probes.get(probe.probe)?.summary ?? probe.probe, reason: probe.reason, probe },
          ]),
        ).values(),
      ];
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
