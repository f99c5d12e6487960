import type { Change } from "../../core/change.ts";
import type { Facts } from "../../core/facts.ts";
import { aclChange, groupChange } from "./filter-changes.ts";
import type { Block, PathAnswer } from "./reachability.ts";
import { gatewayChange, natSubnetChange, routeChange } from "./route-changes.ts";
import { publicAddressChange, stateChange } from "./subject-changes.ts";

/** A change for each blocker that one setting would clear; blockers for which no single setting would do have none. */
export function proposeChanges(facts: Facts, answer: Pick<PathAnswer, "blocks">): readonly Change[] {
  return clearing(facts, answer.blocks).flatMap(({ change }) => change ?? []);
}

export interface Clearing {
  readonly block: Block;
  readonly change?: Change;
}

/** Each blocker with its change. The groups of one interface act as one, so only the first of them is changed. */
export function clearing(facts: Facts, blocks: readonly Block[]): readonly Clearing[] {
  return blocks.map((block, index) => {
    const change = sameInterface(blocks, index) ? undefined : changeFor(facts, block);
    return { block, ...(change && { change }) };
  });
}

function sameInterface(blocks: readonly Block[], index: number): boolean {
  const block = blocks[index];
  if (block?.cause.kind !== "security-group") return false;
  const { cause: own } = block;
  return blocks
    .slice(0, index)
    .some(({ cause }) => cause.kind === "security-group" && onOneInterface(cause, own));
}

type GroupCause = Extract<Block["cause"], { kind: "security-group" }>;

/** Groups of one interface act as one; the same groups on other interfaces are mended by the same change. */
export function onOneInterface(one: GroupCause, other: GroupCause): boolean {
  const groups = (cause: GroupCause) => (cause.local.groups ?? []).toSorted().join(" ");
  return one.egress === other.egress && groups(one) === groups(other);
}

/** The smallest change that clears one blocker. */
export function changeFor(facts: Facts, { cause }: Block): Change | undefined {
  switch (cause.kind) {
    case "security-group":
      return groupChange(cause);
    case "network-acl":
      return aclChange(cause);
    case "route":
      return routeChange(facts, cause);
    case "gateway":
      return gatewayChange(facts, cause);
    case "nat-subnet":
      return natSubnetChange(facts, cause);
    case "no-public-address":
      return publicAddressChange(facts, cause);
    case "subject":
      return stateChange(cause);
    case "nat-kind":
    case "other":
      break;
  }
  return undefined;
}
