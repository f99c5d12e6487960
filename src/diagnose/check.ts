import type { Change } from "../core/change.ts";
import type { Facts } from "../core/facts.ts";
import type { Evidence, Finding } from "../core/finding.ts";
import type { Json } from "../core/json/json.ts";
import type { ProbeRequest } from "../core/probe.ts";
import type { Question } from "../core/question.ts";
import type { ResourceRef } from "../core/finding.ts";

/** A finding before it is ranked. `change` becomes `fix` (commands, rollback) and `fix.proof` (the analyzers on the patched facts). */
export interface Fault extends Omit<Finding, "rank" | "fix" | "check"> {
  readonly change?: Change;
  /** Proves the change: false when the verdict does not flip, with what else opens. Absent where no analyzer decides. */
  readonly prove?: (patched: Facts) => NonNullable<NonNullable<Finding["fix"]>["proof"]>;
  /**
   * root: explains the question by itself. contributing: real and to be fixed as well. symptom: a consequence (an alarm, an unhealthy target).
   * bystander: found on the way, does not explain the question; reported as `info`, last.
   */
  readonly role: "root" | "contributing" | "symptom" | "bystander";
}

/** What the question is about, once it has been found in the account. */
export interface Subject {
  readonly ref: ResourceRef;
  /** How the question speaks of it: who starts (`source`), who is reached (`target`), or just what it is about. */
  readonly role: "source" | "target" | "subject";
  /** The words of the question that named it. */
  readonly text: string;
}

export interface CheckContext {
  readonly facts: Facts;
  readonly question: Question;
  readonly subjects: readonly Subject[];
  readonly now: string;
  readonly region: string;
}

/**
 * What a check says. `needs` asks for probes; asked again with their facts, it goes on. `fault` and `fine` may stand together with `gaps`
 * (what could not be read, and the permission that would allow it). `apart`: it does not apply to these subjects.
 */
export type CheckResult =
  | { readonly kind: "needs"; readonly probes: readonly ProbeRequest[] }
  | {
      readonly kind: "fault";
      readonly faults: readonly Fault[];
      readonly gaps?: readonly string[];
      readonly detail?: Json;
    }
  | {
      readonly kind: "fine";
      readonly text: string;
      readonly evidence: readonly Evidence[];
      readonly gaps?: readonly string[];
      readonly detail?: Json;
    }
  | { readonly kind: "gap"; readonly gaps: readonly string[] }
  | { readonly kind: "apart" };

/** A pure function over facts. Never throws for what an account may hold; never looks at the clock or the network. */
export interface Check {
  /** `<service>.<what>`, as `lambda.reserved-concurrency`. */
  readonly id: string;
  /** What it rules out when it is fine: "security groups of the function". */
  readonly title: string;
  run(context: CheckContext): CheckResult;
}
