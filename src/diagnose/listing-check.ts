import type { Facts, Resource } from "../core/facts.ts";
import type { Evidence, Severity } from "../core/finding.ts";
import type { Json, JsonObject } from "../core/json/json.ts";
import type { ProbeRequest } from "../core/probe.ts";
import { blame } from "./blame.ts";
import type { Check, CheckContext } from "./check.ts";
import { refusal } from "./resource-check.ts";

/** Why a resource belongs on the list that was asked for. */
export interface Listed {
  readonly property: string;
  readonly observed: Json;
  readonly expected: Json;
  /** Goes on after the resource's name: "has no versioning". */
  readonly says: string;
  readonly evidence: readonly Evidence[];
}

/** A read that the list stands on. */
export interface ListRead {
  readonly service: string;
  readonly operation: string;
  readonly params?: JsonObject;
}

export interface ListingCheck {
  /** `<service>.list-<what>`: the name says to the reasoner that it speaks only for a question that asks for just this list. */
  readonly id: string;
  readonly title: string;
  readonly type: string;
  /** Whether the question asks for this list. */
  asks(text: string, context: CheckContext): boolean;
  /** The probe that reads everything; and the list that has to be complete before anybody may say "none". */
  readonly probe: Omit<ProbeRequest, "reason">;
  readonly list: ListRead;
  /** Answers about each resource without which it cannot be judged; asked again only while they are missing. */
  each?(resource: Resource): readonly ListRead[];
  judge(resource: Resource, facts: Facts, context: CheckContext): Listed | undefined;
  /** How bad it is to be on the list; `info` (the default): the question asks for a fact, not for a fault. */
  readonly severity?: Severity;
  readonly pillars?: readonly string[];
  readonly called?: (resource: Resource) => string;
}

const asking =
  /^\W*(?:which|what|list|find|show|give|get|name|map|count|how many|who|any|are there|is there|do we|does any|do any|have we|is any|are any|audit|check|report|tell me which|tell me what)\b|\b(?:which|list|find|show me|how many|are there any|is there any|do we have|give me) (?:\S+ ){0,8}$|\b(?:list|which|show|find|inventory|audit|how many|any|who (?:can|has|have|may|are|is|breaks|lacks))\b/i;

/** The question asks for things that have something in common, not for the cause of a trouble. */
export function wantsList({ question }: CheckContext): boolean {
  if (/\bwhy\b|what happened|root cause|went wrong/i.test(question.text)) return false;
  return question.asks === "facts" || asking.test(question.text);
}

/**
 * A list that the question asks for: one finding for each resource that belongs on it. "None" needs the complete list and every answer about its
 * members; an answer that was refused is a gap, and the resources that could be judged are still told.
 */
export function listingCheck(made: ListingCheck): Check {
  const { id, title, type, asks, probe, list, each, severity = "info" } = made;
  return {
    id,
    title,
    run: (context) => {
      if (!wantsList(context) || !asks(context.question.text, context)) return { kind: "apart" };
      const { facts, subjects } = context;
      const request = { ...probe, reason: title };
      const read = facts.read(list.service, list.operation, list.params ?? {});
      if (!read) return { kind: "needs", probes: [request] };
      const named = subjects
        .filter((one) => one.ref.type === type && one.text !== "")
        .map(({ ref }) => ref.id);
      const all = facts.all(type).filter((one) => named.length === 0 || named.includes(one.id));
      const wanted = all.flatMap((resource) => each?.(resource) ?? []);
      const missing = wanted.filter(
        ({ service, operation, params }) => !facts.read(service, operation, params ?? {}),
      );
      if (missing.length > 0) return { kind: "needs", probes: [request] };
      const refused = [
        ...wanted.flatMap(({ service, operation, params }) => {
          const answer = facts.read(service, operation, params ?? {});
          return answer?.error?.denied === true ? (refusal(answer) ?? []) : [];
        }),
        ...(read.complete
          ? []
          : [refusal(read) ?? `the list of ${list.service}:${list.operation} was not read to its end`]),
      ];
      const gaps = [...new Set(refused)];
      const found = all.flatMap((resource) => {
        const listed = made.judge(resource, facts, context);
        return listed ? [{ resource, listed }] : [];
      });
      const more = gaps.length > 0 && { gaps };
      if (found.length === 0) {
        if (gaps.length > 0) return { kind: "gap", gaps };
        return {
          kind: "fine",
          text: `none of ${all.length} ${all.length === 1 ? "is" : "are"} on the list`,
          evidence: facts.citeAbsence(read, "", "keys(@)"),
        };
      }
      return {
        kind: "fault",
        ...more,
        faults: found.map(({ resource, listed }) => {
          const name = made.called?.(resource) ?? resource.name ?? resource.id;
          return blame(resource, {
            property: listed.property,
            observed: listed.observed,
            expected: listed.expected,
            title: `${name} ${listed.says}`,
            explanation: `${name}${name === resource.id || resource.id.startsWith("arn:") ? "" : ` (${resource.id})`} ${listed.says}.`,
            evidence: listed.evidence.length > 0 ? listed.evidence : [facts.cite(resource)],
            severity,
            pillars: made.pillars ?? ["operational excellence"],
          });
        }),
      };
    },
  };
}
