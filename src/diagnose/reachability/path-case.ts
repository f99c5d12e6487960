import { expect } from "vitest";
import { explainPath } from "./reachability.ts";
import type { PathQuery } from "./reachability.ts";
import { allow, networkFacts, rule } from "./test-network.ts";
import type { Network } from "./test-network.ts";

/** A network, a question about it and the answer that AWS's documented rules give. */
export interface Case {
  readonly name: string;
  readonly change?: (network: Network) => void;
  readonly refused?: readonly string[];
  readonly ask: Partial<PathQuery>;
  readonly reachable: "yes" | "no" | "unknown";
  /** `id direction`, in any order; exact. */
  readonly blockers?: readonly string[];
  readonly passes?: readonly string[];
}

/** Asks and compares: the answer, the exact blockers with their directions, and that everything is cited. */
export function run({ change, refused, ask, reachable, blockers = [], passes = [] }: Case): void {
  const facts = networkFacts({ ...(change && { change }), ...(refused && { refused }) });
  const answer = explainPath(facts, { from: "i-app", to: "i-svc", protocol: "tcp", port: 8080, ...ask });
  const told = answer.blockedBy.map((hop) => `${hop.component.id} ${hop.direction}`);
  expect(
    { reachable: answer.reachable, blockers: told.toSorted() },
    JSON.stringify(
      answer.hops.map((hop) => `${hop.component.id} ${hop.direction} ${hop.verdict}: ${hop.why}`),
      null,
      1,
    ),
  ).toEqual({ reachable, blockers: [...blockers].toSorted() });
  for (const id of passes)
    expect(
      answer.hops.some((hop) => hop.component.id === id && hop.verdict === "passes"),
      id,
    ).toBe(true);
  for (const hop of answer.blockedBy) expect(hop.evidence.length, hop.why).toBeGreaterThan(0);
  if (reachable === "unknown") expect(answer.missing.length).toBeGreaterThan(0);
}

export const admitted = (network: Network) =>
  allow(network, "sg-svc", "IpPermissions", rule("tcp", 8080, 8080, "sg-app"));
export const open = (network: Network) => {
  for (const group of ["sg-svc", "sg-web", "sg-far"])
    allow(network, group, "IpPermissions", rule("-1", 0, 0, "0.0.0.0/0"));
};
