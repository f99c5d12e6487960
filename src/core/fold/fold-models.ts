import type { Event } from "../event.ts";
import type { ModelUsage } from "../record/record.ts";

export type ExchangeEvent = Extract<Event, { kind: "model" }>;

/** The exchanges with models among a run's events. */
export function exchangesOf(events: readonly Event[]): readonly ExchangeEvent[] {
  return events.flatMap((event) => (event.kind === "model" ? [event] : []));
}

/** What each model used in each role, in the order in which they were first asked. */
export function foldModels(exchanges: readonly ExchangeEvent[]): ModelUsage[] {
  const groups = Map.groupBy(exchanges, ({ role, model }) => `${role} ${model}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const sum = (of: (one: ExchangeEvent) => number) => group.reduce((all, one) => all + of(one), 0);
    return [
      {
        role: first.role,
        model: first.model,
        calls: sum((one) => one.requests),
        inputTokens: sum((one) => one.inputTokens),
        cachedTokens: sum((one) => one.cachedTokens),
        outputTokens: sum((one) => one.outputTokens),
        usd: sum((one) => one.usd),
        ms: sum((one) => one.ms),
        failures: group.filter((one) => one.failure !== undefined).length,
      },
    ];
  });
}
