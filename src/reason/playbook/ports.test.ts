import { describe, expect, it } from "vitest";
import { portsIn, protocolIn } from "./ports.ts";

describe("ports and protocols in the words of a question", () => {
  it.each([
    ["https on front-alb: connection times out, http redirects fine", [443], undefined],
    ["ssh works but 8443 connect timeout on gate", [], undefined],
    ["gate-lb 8443 connect timeout", [8443], undefined],
    ["port 443 still works, port 8080 is refused", [8080], undefined],
    ["dns-1 doesn't answer DNS queries from app, dig +tcp works though", [53], "udp"],
    ["lookups on udp 53 hang", [53], "udp"],
    ["ping from a-1 to b-1 is dead, tcp checks pass", [], "icmp"],
    ["tcp/443 works for nobody", [443], "tcp"],
    ["ntp from the nodes to clock-1 fails", [123], "udp"],
    ["syslog on 514/tcp is dropped", [514], "tcp"],
  ])("%s", (text, ports, protocol) => {
    if (ports.length > 0) expect(portsIn(text)).toEqual(ports);
    expect(protocolIn(text)).toBe(protocol);
  });
});
