import { describe, expect, it } from "vitest";
import { numbersOf, seccompFilter } from "./seccomp.ts";
import { seccompProfile } from "./seccomp-profile.ts";
import {
  callsBesideLandlock,
  deniedCalls,
  signallingCalls,
  type FilterArchitecture,
} from "./system-calls.ts";

const allow = 0x7fff0000;
const kill = 0x80000000;
const errno = (code: number) => 0x00050000 | code;
const architectures = { x64: 0xc000003e, arm64: 0xc00000b7 };

/** The kernel's interpreter, as far as the filter uses it (linux/filter.h); it rejects jumps out of the program as the kernel does. */
function verdict(
  filter: Buffer,
  call: { number: number; architecture: number; args?: readonly number[] },
): number {
  const data = new Map([
    [0, call.number],
    [4, call.architecture],
    ...(call.args ?? []).map((value, index) => [16 + index * 8, value] as const),
  ]);
  const state = { accumulator: 0, at: 0 };
  for (;;) {
    expect(state.at).toBeLessThan(filter.length / 8);
    const [code, whenTrue, whenFalse, value] = [
      filter.readUInt16LE(state.at * 8),
      filter[state.at * 8 + 2] ?? 0,
      filter[state.at * 8 + 3] ?? 0,
      filter.readUInt32LE(state.at * 8 + 4),
    ];
    if (code === 0x06) return value;
    if (code === 0x20) state.accumulator = data.get(value) ?? 0;
    if (code === 0x54) state.accumulator &= value;
    const holds =
      code === 0x15
        ? state.accumulator === value
        : code === 0x35
          ? state.accumulator >= value
          : (state.accumulator & value) !== 0;
    state.at += 1 + (code === 0x20 || code === 0x54 ? 0 : holds ? whenTrue : whenFalse);
  }
}

const numbers = {
  x64: { read: 0, clone: 56, clone3: 435, ioctl: 16, socket: 41, socketpair: 53, execve: 59 },
  arm64: { read: 63, clone: 220, clone3: 435, ioctl: 29, socket: 198, socketpair: 199, execve: 221 },
};

describe.each<FilterArchitecture>(["x64", "arm64"])("the filter for %s", (name) => {
  const filter = seccompFilter({ architecture: name, beside: "namespaces" });
  const architecture = architectures[name];
  const call = numbers[name];
  const ask = (number: number, ...args: number[]) => verdict(filter, { number, architecture, args });

  it("fits into the kernel's limit", () => expect(filter.length / 8).toBeLessThan(4096));

  it("refuses each denied call with EPERM", () => {
    const found = numbersOf(deniedCalls, name);
    expect(found.length).toBeGreaterThan(50);
    expect(new Set(found).size).toBe(found.length);
    for (const number of found) expect(ask(number)).toBe(errno(1));
  });

  it("lets ordinary calls through, threads and processes too", () => {
    expect([ask(call.read), ask(call.execve), ask(call.clone, 0x3d0f00), ask(call.clone, 17)]).toEqual([
      allow,
      allow,
      allow,
      allow,
    ]);
  });

  it("refuses namespaces by clone, and clone3 as if it were not there", () => {
    for (const flag of [0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000])
      expect(ask(call.clone, flag | 17)).toBe(errno(1));
    expect(ask(call.clone3)).toBe(errno(38));
  });

  it("allows UNIX sockets and no others", () => {
    for (const number of [call.socket, call.socketpair]) {
      expect(ask(number, 1)).toBe(allow);
      for (const family of [0, 2, 10, 16, 17, 38, 40]) expect(ask(number, family)).toBe(errno(97));
    }
  });

  it("refuses to type into terminals", () => {
    expect([ask(call.ioctl, 3, 0x5412), ask(call.ioctl, 3, 0x541c), ask(call.ioctl, 3, 0x5401)]).toEqual([
      errno(1),
      errno(1),
      allow,
    ]);
  });

  it("kills a process of another architecture", () => {
    expect(verdict(filter, { number: call.read, architecture: 0x40000003 })).toBe(kill);
  });
});

it("refuses the x32 calls of x86-64, whose numbers pass by the list", () => {
  expect(
    verdict(seccompFilter({ architecture: "x64", beside: "namespaces" }), {
      number: 0x40000000 + 101,
      architecture: architectures.x64,
    }),
  ).toBe(errno(1));
});

describe.each<FilterArchitecture>(["x64", "arm64"])("the filter beside Landlock for %s", (name) => {
  const filter = seccompFilter({ architecture: name, beside: "landlock" });
  const architecture = architectures[name];
  const call = { ...numbers[name], prlimit64: name === "x64" ? 302 : 261, kill: name === "x64" ? 62 : 129 };
  const ask = (number: number, ...args: number[]) => verdict(filter, { number, architecture, args });

  it("refuses what Landlock does not govern, and sockets of every kind", () => {
    const found = [...numbersOf(deniedCalls, name), ...numbersOf(callsBesideLandlock, name)];
    expect(new Set(found).size).toBe(found.length);
    for (const number of found) expect(ask(number, 1)).toBe(errno(1));
  });

  it("allows pairs of connected UNIX sockets only", () => {
    const stream = [1, 0x80001, 0x801, 5, 0x80805].map((type) => ask(call.socketpair, 1, type));
    expect(stream).toEqual([allow, allow, allow, allow, allow]);
    expect([2, 0x80002, 3].map((type) => ask(call.socketpair, 1, type))).toEqual([
      errno(1),
      errno(1),
      errno(1),
    ]);
    expect(ask(call.socketpair, 2, 1)).toBe(errno(97));
  });

  it("lets a process limit itself and no other", () => {
    expect([ask(call.prlimit64, 0), ask(call.prlimit64, 1), ask(call.prlimit64, 4711)]).toEqual([
      allow,
      errno(1),
      errno(1),
    ]);
  });

  it("lets signals through where they are confined, and none where they are not", () => {
    const without = seccompFilter({ architecture: name, beside: "landlock", signalsConfined: false });
    for (const number of numbersOf(signallingCalls, name)) {
      expect(ask(number)).toBe(allow);
      expect(verdict(without, { number, architecture })).toBe(errno(1));
    }
    const fcntl = name === "x64" ? 72 : 25;
    expect(
      [8, 10, 15, 1].map((command) => verdict(without, { number: fcntl, architecture, args: [3, command] })),
    ).toEqual([errno(1), errno(1), errno(1), allow]);
    expect(verdict(without, { number: call.ioctl, architecture, args: [3, 0x8901] })).toBe(errno(1));
  });
});

describe.each<FilterArchitecture>(["x64", "arm64"])("the profile for containers on %s", (name) => {
  it("refuses the same calls as the filter", () => {
    const profile: { syscalls: { names: string[]; action: string; args?: unknown }[] } = JSON.parse(
      seccompProfile(name),
    );
    const [first] = profile.syscalls;
    expect(first?.names).toHaveLength(numbersOf(deniedCalls, name).length);
    expect(profile.syscalls.filter((rule) => rule.names.includes("clone"))).toHaveLength(7);
    expect(profile.syscalls.every((rule) => rule.action === "SCMP_ACT_ERRNO")).toBe(true);
  });
});
