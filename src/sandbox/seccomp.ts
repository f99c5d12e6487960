/** Processors that the filter is written for, by Node's names. */
export type FilterArchitecture = "x64" | "arm64";

/**
 * System calls that no script needs and that have been the way out of sandboxes: tracing, mounts, namespaces, kernel modules, keys, bpf, io_uring,
 * and memory that RLIMIT_AS does not count (System V shared memory, memfd, message queues). Numbers: Linux `unistd_64.h` and `asm-generic/unistd.h`.
 */
const denied: { readonly [name: string]: { readonly x64?: number; readonly arm64?: number } } = {
  ptrace: { x64: 101, arm64: 117 },
  process_vm_readv: { x64: 310, arm64: 270 },
  process_vm_writev: { x64: 311, arm64: 271 },
  process_madvise: { x64: 440, arm64: 440 },
  kcmp: { x64: 312, arm64: 272 },
  pidfd_getfd: { x64: 438, arm64: 438 },
  mount: { x64: 165, arm64: 40 },
  umount2: { x64: 166, arm64: 39 },
  pivot_root: { x64: 155, arm64: 41 },
  chroot: { x64: 161, arm64: 51 },
  open_tree: { x64: 428, arm64: 428 },
  move_mount: { x64: 429, arm64: 429 },
  fsopen: { x64: 430, arm64: 430 },
  fsconfig: { x64: 431, arm64: 431 },
  fsmount: { x64: 432, arm64: 432 },
  fspick: { x64: 433, arm64: 433 },
  mount_setattr: { x64: 442, arm64: 442 },
  open_tree_attr: { x64: 467, arm64: 467 },
  unshare: { x64: 272, arm64: 97 },
  setns: { x64: 308, arm64: 268 },
  bpf: { x64: 321, arm64: 280 },
  perf_event_open: { x64: 298, arm64: 241 },
  userfaultfd: { x64: 323, arm64: 282 },
  io_uring_setup: { x64: 425, arm64: 425 },
  io_uring_enter: { x64: 426, arm64: 426 },
  io_uring_register: { x64: 427, arm64: 427 },
  add_key: { x64: 248, arm64: 217 },
  request_key: { x64: 249, arm64: 218 },
  keyctl: { x64: 250, arm64: 219 },
  kexec_load: { x64: 246, arm64: 104 },
  kexec_file_load: { x64: 320, arm64: 294 },
  init_module: { x64: 175, arm64: 105 },
  finit_module: { x64: 313, arm64: 273 },
  delete_module: { x64: 176, arm64: 106 },
  reboot: { x64: 169, arm64: 142 },
  swapon: { x64: 167, arm64: 224 },
  swapoff: { x64: 168, arm64: 225 },
  acct: { x64: 163, arm64: 89 },
  syslog: { x64: 103, arm64: 116 },
  quotactl: { x64: 179, arm64: 60 },
  quotactl_fd: { x64: 443, arm64: 443 },
  settimeofday: { x64: 164, arm64: 170 },
  clock_settime: { x64: 227, arm64: 112 },
  clock_adjtime: { x64: 305, arm64: 266 },
  adjtimex: { x64: 159, arm64: 171 },
  sethostname: { x64: 170, arm64: 161 },
  setdomainname: { x64: 171, arm64: 162 },
  iopl: { x64: 172 },
  ioperm: { x64: 173 },
  modify_ldt: { x64: 154 },
  personality: { x64: 135, arm64: 92 },
  vhangup: { x64: 153, arm64: 58 },
  name_to_handle_at: { x64: 303, arm64: 264 },
  open_by_handle_at: { x64: 304, arm64: 265 },
  fanotify_init: { x64: 300, arm64: 262 },
  lookup_dcookie: { x64: 212, arm64: 18 },
  mbind: { x64: 237, arm64: 235 },
  migrate_pages: { x64: 256, arm64: 238 },
  move_pages: { x64: 279, arm64: 239 },
  vmsplice: { x64: 278, arm64: 75 },
  memfd_create: { x64: 319, arm64: 279 },
  memfd_secret: { x64: 447, arm64: 447 },
  shmget: { x64: 29, arm64: 194 },
  shmat: { x64: 30, arm64: 196 },
  shmctl: { x64: 31, arm64: 195 },
  msgget: { x64: 68, arm64: 186 },
  mq_open: { x64: 240, arm64: 180 },
};

const numbers = {
  x64: { audit: 0xc000003e, clone: 56, clone3: 435, ioctl: 16, socket: 41, socketpair: 53 },
  arm64: { audit: 0xc00000b7, clone: 220, clone3: 435, ioctl: 29, socket: 198, socketpair: 199 },
} as const;

const load = 0x20; // BPF_LD | BPF_W | BPF_ABS
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

const unixFamily = 1;
const newNamespaces = 0x7e020000; // CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
const terminalInput = [0x5412, 0x541c]; // TIOCSTI, TIOCLINUX
const x32Calls = 0x40000000;

const offset = { number: 0, architecture: 4, first: 16, second: 24 };

type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, value: number];

/** The seccomp filter as a classic BPF program (`struct sock_filter[]`), as `bwrap --seccomp` and prctl take it. */
export function seccompFilter(architecture: FilterArchitecture): Buffer {
  const of = numbers[architecture];
  const program: Instruction[] = [
    [load, 0, 0, offset.architecture],
    [jumpIfEqual, 1, 0, of.audit],
    [giveBack, 0, 0, killProcess],
    [load, 0, 0, offset.number],
    ...(architecture === "x64" ? refuseIf([jumpIfAtLeast, 0, 1, x32Calls], notPermitted) : []),
    ...Object.values(denied).flatMap((call) => {
      const number = call[architecture];
      return number === undefined ? [] : refuseIf([jumpIfEqual, 0, 1, number], notPermitted);
    }),
    ...refuseIf([jumpIfEqual, 0, 1, of.clone3], notImplemented),
    ...whenCalled(of.clone, [
      [load, 0, 0, offset.first],
      ...refuseIf([jumpIfAnyBit, 0, 1, newNamespaces], notPermitted),
    ]),
    ...whenCalled(of.ioctl, [
      [load, 0, 0, offset.second],
      ...terminalInput.flatMap((request) => refuseIf([jumpIfEqual, 0, 1, request], notPermitted)),
    ]),
    ...[of.socket, of.socketpair].flatMap((number) =>
      whenCalled(number, [
        [load, 0, 0, offset.first],
        [jumpIfEqual, 1, 0, unixFamily],
        [giveBack, 0, 0, addressFamily],
      ]),
    ),
    [giveBack, 0, 0, allow],
  ];
  return encode(program);
}

function refuseIf(test: Instruction, verdict: number): readonly Instruction[] {
  return [test, [giveBack, 0, 0, verdict]];
}

/** Runs `inside` only for this system call; what is not refused there is allowed. The number stays loaded for the calls that follow. */
function whenCalled(number: number, inside: readonly Instruction[]): readonly Instruction[] {
  return [[jumpIfEqual, 0, inside.length + 1, number], ...inside, [giveBack, 0, 0, allow]];
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

/** For the tests: every system call that is refused outright, with its numbers. */
export const deniedSystemCalls = denied;
