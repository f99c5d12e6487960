import { digits } from "./block.ts";
import type { Instance, Network } from "./network.ts";

export type Way = "out" | "in" | "return-out" | "return-in";

/** One fault. Any of `ids` may be named for it (a route and the dead gateway it names), with any of `ways`. */
export interface Blocker {
  readonly ids: readonly string[];
  readonly ways: readonly Way[];
  /** False where it blocks only behind something that is dead anyway: naming it is right, and so is leaving it out. */
  readonly required: boolean;
}

export interface Packet {
  readonly source: string;
  readonly target: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly port: number;
  /** Of icmp: 8 asks and 0 answers (RFC 792); over IPv6 128 and 129 (RFC 4443). */
  readonly icmpType: number;
}

export interface Walk {
  readonly network: Network;
  readonly protocol: Packet["protocol"];
  readonly port: number;
  block(ids: readonly string[], ways: readonly Way[], required?: boolean): void;
}

export const anyWay: readonly Way[] = ["out", "in", "return-out", "return-in"];

export function requestOf(walk: Walk, source: string, target: string): Packet {
  return { source, target, protocol: walk.protocol, port: walk.port, icmpType: isV4(source) ? 8 : 128 };
}

export function answerOf(walk: Walk, request: Packet, clientPort: number): Packet {
  const { source, target } = request;
  return {
    source: target,
    target: source,
    protocol: walk.protocol,
    port: clientPort,
    icmpType: isV4(source) ? 0 : 129,
  };
}

export function isV4(address: string): boolean {
  return address.length === 8;
}

export function addressLike(instance: Instance, other: string): string {
  return digits(isV4(other) ? instance.address : (instance.address6 ?? ""));
}
