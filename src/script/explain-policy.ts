import type { Need } from "../core/need.ts";
import type { PolicyDocument } from "../core/grant.ts";
import type { PolicyExplanation } from "../core/script.ts";
import { leastPolicy } from "../core/policy/least-policy.ts";

/** One call of the text with what it needs, and the parameters whose values only the run will know. */
export interface ExplainedCall {
  readonly service: string;
  readonly operation: string;
  readonly line: number;
  readonly open: readonly { readonly name: string; readonly line: number }[];
  readonly needs: readonly Need[];
}

/** For each statement of the policy: which lines need it, and why a wildcard stands there. */
export function explainPolicy(
  policy: PolicyDocument,
  calls: readonly ExplainedCall[],
  granted: (resources: readonly string[]) => readonly string[],
): PolicyExplanation[] {
  return policy.Statement.map((statement, index) => {
    const actions = texts(statement["Action"]);
    const resources = texts(statement["Resource"]);
    const condition = JSON.stringify(statement["Condition"]);
    const here = calls.flatMap((call) =>
      call.needs
        .filter((need) => actions.includes(need.action) && condition === conditionOf(need))
        .map((need) => ({ call, need })),
    );
    return {
      statement: index,
      sid: typeof statement["Sid"] === "string" ? statement["Sid"] : String(index),
      neededBy: here.map(({ call, need }) => ({
        line: call.line,
        call: `${call.service}:${call.operation}`,
        action: need.action,
        ...(need.perhaps !== undefined && { onlyIf: need.perhaps }),
      })),
      wildcards: resources
        .filter((resource) => resource.includes("*"))
        .map((resource) => ({ resource, why: whyOpen(resource, here, granted) })),
    };
  });
}

type Here = readonly { readonly call: ExplainedCall; readonly need: Need }[];

function whyOpen(
  resource: string,
  here: Here,
  granted: (resources: readonly string[]) => readonly string[],
): string {
  const own = here.filter(({ need }) => need.resources.includes(resource));
  const reasons = new Set(own.map(({ call, need }) => reasonOf(resource, call, need)));
  if (reasons.size > 0) return [...reasons].join("; ");
  const behind = here.some(({ need }) => granted(need.resources).includes(resource));
  return behind
    ? "the request does not say under which path, or whether AWS itself owns it"
    : "it covers the other resources of these calls";
}

function reasonOf(resource: string, { operation, open }: ExplainedCall, need: Need): string {
  if (need.perhaps !== undefined) return "the request does not say which key encrypts the data";
  if (need.binding === "no-resource") return `${need.action} has no resource level`;
  if (need.binding === "type") return `what ${operation} makes has no name yet`;
  if (resource === "*") return `the request of ${operation} does not say which resource it is about`;
  if (open.length > 0)
    return open.map(({ name, line }) => `${name} on line ${line} is known only at run time`).join(", ");
  if (/^arn:[^:]*:[^:]*:\*:|^arn:[^:]*:[^:]*:[^:]*:\*:/.test(resource))
    return "which region or account it will be is not known yet";
  return `the request of ${operation} does not carry all of the ARN`;
}

function conditionOf({ action, context }: Need): string | undefined {
  return JSON.stringify(
    leastPolicy([{ action, resources: ["*"], ...(context && { context }) }]).Statement[0]?.["Condition"],
  );
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
