import { describe, expect, it } from "vitest";
import { deniedSystemCalls, seccompFilter, type FilterArchitecture } from "./seccomp.ts";

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
    const holds =
      code === 0x15
        ? state.accumulator === value
        : code === 0x35
          ? state.accumulator >= value
          : (state.accumulator & value) !== 0;
    state.at += 1 + (code === 0x20 ? 0 : holds ? whenTrue : whenFalse);
  }
}

const numbers = {
  x64: { read: 0, clone: 56, clone3: 435, ioctl: 16, socket: 41, socketpair: 53, execve: 59 },
  arm64: { read: 63, clone: 220, clone3: 435, ioctl: 29, socket: 198, socketpair: 199, execve: 221 },
};

describe.each<FilterArchitecture>(["x64", "arm64"])("the filter for %s", (name) => {
  const filter = seccompFilter(name);
  const architecture = architectures[name];
  const call = numbers[name];
  const ask = (number: number, ...args: number[]) => verdict(filter, { number, architecture, args });

  it("fits into the kernel's limit", () => expect(filter.length / 8).toBeLessThan(4096));

  it("refuses each denied call with EPERM", () => {
    const found = Object.values(deniedSystemCalls).flatMap((entry) => entry[name] ?? []);
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
  expect(verdict(seccompFilter("x64"), { number: 0x40000000 + 101, architecture: architectures.x64 })).toBe(
    errno(1),
  );
});
