import {
  callsBesideLandlock,
  deniedCalls,
  examinedCalls,
  newNamespaces,
  signallingCalls,
  signalsByDescriptor,
  signalsByDevice,
  terminalInput,
  unixFamily,
  type FilterArchitecture,
  type SystemCalls,
} from "./system-calls.ts";

export interface SeccompFilter {
  readonly architecture: FilterArchitecture;
  /**
   * What else guards: `namespaces` (UNIX sockets are harmless, for nothing can be reached by them), or `landlock` (no socket can be made, and what Landlock
   * does not govern is refused here).
   */
  readonly beside: "namespaces" | "landlock";
  /** Whether signals are confined otherwise, by a process namespace or by Landlock; if not, they are refused altogether. */
  readonly signalsConfined?: boolean;
}

const auditArchitecture = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;

const load = 0x20; // BPF_LD | BPF_W | BPF_ABS
const and = 0x54; // BPF_ALU | BPF_AND | BPF_K
const jumpIfEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const jumpIfAtLeast = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const jumpIfAnyBit = 0x45; // BPF_JMP | BPF_JSET | BPF_K
const giveBack = 0x06; // BPF_RET | BPF_K

const allow = 0x7fff0000; // SECCOMP_RET_ALLOW
const killProcess = 0x80000000; // SECCOMP_RET_KILL_PROCESS
const withErrno = 0x00050000; // SECCOMP_RET_ERRNO
const notPermitted = withErrno | 1; // EPERM
const notImplemented = withErrno | 38; // ENOSYS: the C library falls back from clone3 to clone, whose flags can be read
const addressFamily = withErrno | 97; // EAFNOSUPPORT

const x32Calls = 0x40000000;
const socketTypes = 0xf; // without SOCK_CLOEXEC and SOCK_NONBLOCK
const connectedTypes = [1, 5]; // SOCK_STREAM, SOCK_SEQPACKET: a datagram socket can be told another address with each message

const offset = { number: 0, architecture: 4, first: 16, second: 24 };

type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, value: number];

/** The seccomp filter as a classic BPF program (`struct sock_filter[]`), as `bwrap --seccomp` and prctl take it. */
export function seccompFilter({ architecture, beside, signalsConfined = true }: SeccompFilter): Buffer {
  const of = examinedCalls[architecture];
  const landlock = beside === "landlock";
  const refused: SystemCalls = {
    ...deniedCalls,
    ...(landlock && callsBesideLandlock),
    ...(!signalsConfined && signallingCalls),
  };
  return encode([
    [load, 0, 0, offset.architecture],
    [jumpIfEqual, 1, 0, auditArchitecture[architecture]],
    [giveBack, 0, 0, killProcess],
    [load, 0, 0, offset.number],
    ...(architecture === "x64" ? refuseIf([jumpIfAtLeast, 0, 1, x32Calls]) : []),
    ...numbersOf(refused, architecture).flatMap((number) => refuseIf([jumpIfEqual, 0, 1, number])),
    ...refuseIf([jumpIfEqual, 0, 1, of.clone3], notImplemented),
    ...whenCalled(of.clone, [[load, 0, 0, offset.first], ...refuseIf([jumpIfAnyBit, 0, 1, newNamespaces])]),
    ...whenCalled(of.ioctl, refuseSecond([...terminalInput, ...(signalsConfined ? [] : signalsByDevice)])),
    ...(signalsConfined ? [] : whenCalled(of.fcntl, refuseSecond(signalsByDescriptor))),
    ...(landlock ? whenCalled(of.prlimit64, ownLimitsOnly) : whenCalled(of.socket, unixOnly)),
    ...whenCalled(of.socketpair, landlock ? [...unixOnly, ...connectedOnly] : unixOnly),
    [giveBack, 0, 0, allow],
  ]);
}

const unixOnly: readonly Instruction[] = [
  [load, 0, 0, offset.first],
  [jumpIfEqual, 1, 0, unixFamily],
  [giveBack, 0, 0, addressFamily],
];

const connectedOnly: readonly Instruction[] = [
  [load, 0, 0, offset.second],
  [and, 0, 0, socketTypes],
  [jumpIfEqual, 2, 0, connectedTypes[0] ?? 0],
  [jumpIfEqual, 1, 0, connectedTypes[1] ?? 0],
  [giveBack, 0, 0, notPermitted],
];

/** prlimit64's first argument is a process, 0 the caller: others of the same user could be ended by a limit. */
const ownLimitsOnly: readonly Instruction[] = [
  [load, 0, 0, offset.first],
  [jumpIfEqual, 1, 0, 0],
  [giveBack, 0, 0, notPermitted],
];

function refuseSecond(values: readonly number[]): readonly Instruction[] {
  return [[load, 0, 0, offset.second], ...values.flatMap((value) => refuseIf([jumpIfEqual, 0, 1, value]))];
}

function refuseIf(test: Instruction, verdict: number = notPermitted): readonly Instruction[] {
  return [test, [giveBack, 0, 0, verdict]];
}

/** Runs `inside` only for this system call; what is not refused there is allowed. The number stays loaded for the calls that follow. */
function whenCalled(number: number, inside: readonly Instruction[]): readonly Instruction[] {
  return [[jumpIfEqual, 0, inside.length + 1, number], ...inside, [giveBack, 0, 0, allow]];
}

export function numbersOf(calls: SystemCalls, architecture: FilterArchitecture): readonly number[] {
  return Object.values(calls).flatMap((call) => call[architecture] ?? []);
}

function encode(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, whenTrue, whenFalse, value]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(whenTrue, index * 8 + 2);
    bytes.writeUInt8(whenFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  }
  return bytes;
}
