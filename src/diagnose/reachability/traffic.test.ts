import { array, assert, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import type { AddressRange } from "./address-range.ts";
import {
  answerPacket,
  coversProtocol,
  ephemeralPorts,
  formatPacket,
  meets,
  requestPacket,
  sharedTraffic,
  withoutTraffic,
} from "./traffic.ts";
import type { Traffic } from "./traffic.ts";

const span = (max: number) =>
  tuple(integer({ min: 0, max }), integer({ min: 0, max })).map(
    ([a, b]) => [Math.min(a, b), Math.max(a, b)] as const,
  );
const traffic = tuple(span(60), span(60)).map(([[first, last], [from, to]]): Traffic => ({
  addresses: [{ family: 4, first: BigInt(first), last: BigInt(last) }],
  ports: { from, to },
}));
const at = (address: number, port: number): Traffic => {
  const one: AddressRange = { family: 4, first: BigInt(address), last: BigInt(address) };
  return { addresses: [one], ports: { from: port, to: port } };
};

describe("traffic", () => {
  it("is cut exactly, address by address and port by port", () => {
    assert(
      property(
        array(traffic, { maxLength: 3 }),
        traffic,
        integer({ min: 0, max: 60 }),
        integer({ min: 0, max: 60 }),
        (all, cut, address, port) => {
          const one = at(address, port);
          expect(meets(withoutTraffic(all, cut), one)).toBe(meets(all, one) && !meets([cut], one));
          expect(meets(sharedTraffic(all, cut), one)).toBe(meets(all, one) && meets([cut], one));
        },
      ),
    );
  });

  it.each([
    ["instance", 32768, 60999],
    ["internet", 32768, 65535],
    ["nat-gateway", 1024, 65535],
    ["load-balancer", 1024, 65535],
    ["function", 1024, 65535],
  ] as const)("answers go to the ports of a client of kind %s", (client, from, to) => {
    expect(ephemeralPorts(client)).toEqual({ from, to });
    expect(answerPacket(requestPacket("tcp", 4, 443), client).ports).toEqual({ from, to });
  });

  it("asks and answers pings by their types", () => {
    expect(requestPacket("icmp", 4, 0).ports.from).toBe(8);
    expect(answerPacket(requestPacket("icmp", 4, 0), "instance").ports.from).toBe(0);
    expect(requestPacket("icmp", 6, 0).ports.from).toBe(128);
    expect(answerPacket(requestPacket("icmp", 6, 0), "instance").ports.from).toBe(129);
    expect(formatPacket(requestPacket("icmp", 4, 0))).toBe("icmp echo request");
  });

  it.each([
    ["-1", "tcp", true],
    ["6", "tcp", true],
    ["tcp", "udp", false],
    ["17", "udp", true],
    ["icmp", "icmp", true],
    ["58", "icmp", false],
  ] as const)("protocol %s covers %s: %s", (written, protocol, expected) => {
    expect(coversProtocol(written, requestPacket(protocol, 4, 1))).toBe(expected);
  });
});
