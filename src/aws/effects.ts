import type { Effect, EffectReview } from "../core/effect.ts";
import type { ActionsOf } from "./needs/actions.ts";
import type { IamCatalog } from "./needs/iam-catalog.ts";

/** Reviewed effects of one service by operation, with why where it is not plain. */
export type ReviewedEffects = {
  readonly [operation: string]:
    | readonly Effect[]
    | { readonly effects: readonly Effect[]; readonly why: string };
};

export interface CreateEffects {
  /** By boto3's service name. */
  readonly reviewed: ReadonlyMap<string, ReviewedEffects>;
  readonly actions: ActionsOf;
  readonly catalog: IamCatalog;
}

/** What an operation does. One that nobody reviewed is never `pure`: its guess is `data` for a read and `mutates` for anything else. */
export function createEffects({
  reviewed,
  actions,
  catalog,
}: CreateEffects): (service: string, operation: string) => EffectReview {
  return (service, operation) => {
    const [action = `${service}:${operation}`] = actions(service, operation);
    const table = reviewed.get(service);
    const entry = table && Object.hasOwn(table, operation) ? table[operation] : undefined;
    if (entry) return { service, operation, action, reviewed: true, ...said(entry) };
    const [prefix = "", name = ""] = action.split(":");
    const level = catalog.action(prefix, name)?.accessLevel;
    const reads = isRead(level, operation);
    const why = `not reviewed; ${level === undefined ? "not in the IAM reference" : `IAM calls it ${level}`}`;
    return { service, operation, action, effects: reads ? ["data"] : ["mutates"], reviewed: false, why };
  };
}

function isRead(level: string | undefined, operation: string): boolean {
  return (
    (level === "Read" || level === "List") &&
    /^(?:Describe|List|Get|Head|Search|BatchGet|Lookup)/.test(operation)
  );
}

function said(entry: ReviewedEffects[string]): { readonly effects: Effect[]; readonly why: string } {
  if ("effects" in entry) return { effects: [...entry.effects], why: entry.why };
  return { effects: [...entry], why: entry.map((effect) => meaning[effect]).join("; ") };
}

const meaning: { readonly [effect in Effect]: string } = {
  pure: "reads configuration only",
  logs: "reads log lines or metrics",
  data: "reads contents: objects, items, messages",
  secret: "its answer is a secret",
  mints: "returns credentials or tokens",
  mutates: "changes, hides or consumes something",
  costs: "has a price for each use",
  leaves: "sends data elsewhere",
};
