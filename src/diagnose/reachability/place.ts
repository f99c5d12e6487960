import type { Resource } from "../../core/facts.ts";
import type { Missing } from "../../core/record/explain-record.ts";
import type { Evidence, ResourceRef } from "../../core/finding.ts";
import type { AddressSet } from "./address-range.ts";
import type { ClientKind } from "./traffic.ts";

/** One spot where an end of a way may be: an interface in a subnet, a part of a subnet, the internet, or a network that AWS does not describe. */
export interface Place {
  /** `service`: behind a gateway endpoint. `outside`: private addresses of no VPC that was read. */
  readonly where: "subnet" | "internet" | "outside" | "service";
  readonly subnet?: Resource;
  readonly vpcId?: string;
  readonly addresses: AddressSet;
  /** What routes carry answers to, where that differs from the addresses that filters see (a load balancer that keeps the client's address). */
  readonly routedAs?: AddressSet;
  /** True when all of `addresses` is meant; false when it is one of them and nobody knows which. */
  readonly all: boolean;
  /** Security groups of the interface; undefined where there is no interface whose groups could be asked. */
  readonly groups?: readonly string[];
  /** Set where there is an interface but its groups could not be read. */
  readonly groupsUnread?: Missing;
  /** Where the groups are named: cites that the interface has none. */
  readonly groupsEvidence?: readonly Evidence[];
  readonly publicAddress?: PublicAddress;
  readonly client: ClientKind;
  /** The resource that its user names, and the interface where it is known. */
  readonly owner?: Resource;
  readonly networkInterface?: ResourceRef;
  /** Prefix list of the service behind a gateway endpoint. */
  readonly prefixListIds?: readonly string[];
}

/** Whether an internet gateway would carry IPv4 for it. */
export interface PublicAddress {
  readonly has: "yes" | "no" | "unknown";
  readonly why: string;
  readonly evidence: readonly Evidence[];
  /** The addresses that the internet sees, where they are known. */
  readonly addresses?: AddressSet;
}
