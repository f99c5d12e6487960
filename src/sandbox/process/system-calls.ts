/** Processors that filters are written for, by Node's names. */
export type FilterArchitecture = "x64" | "arm64";

/** A system call's number on each processor that has it. */
export interface SystemCalls {
  readonly [name: string]: { readonly x64?: number; readonly arm64?: number };
}

/**
 * System calls that no script needs and that have been the way out of sandboxes: tracing, mounts, namespaces, kernel modules, keys, bpf, io_uring,
 * and memory that RLIMIT_AS does not count (System V shared memory, memfd, message queues). Numbers: Linux `unistd_64.h` and `asm-generic/unistd.h`.
 */
export const deniedCalls: SystemCalls = {
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

/**
 * What Landlock does not govern, refused beside it: every socket that is not a connected pair, changes of owner, mode, times and attributes, truncating by
 * path, watching folders, the scheduling of other processes, and leaving the process group that is killed with the sandbox.
 */
export const callsBesideLandlock: SystemCalls = {
  socket: { x64: 41, arm64: 198 },
  connect: { x64: 42, arm64: 203 },
  bind: { x64: 49, arm64: 200 },
  listen: { x64: 50, arm64: 201 },
  accept: { x64: 43, arm64: 202 },
  accept4: { x64: 288, arm64: 242 },
  chmod: { x64: 90 },
  fchmod: { x64: 91, arm64: 52 },
  fchmodat: { x64: 268, arm64: 53 },
  fchmodat2: { x64: 452, arm64: 452 },
  chown: { x64: 92 },
  fchown: { x64: 93, arm64: 55 },
  lchown: { x64: 94 },
  fchownat: { x64: 260, arm64: 54 },
  utime: { x64: 132 },
  utimes: { x64: 235 },
  futimesat: { x64: 261 },
  utimensat: { x64: 280, arm64: 88 },
  setxattr: { x64: 188, arm64: 5 },
  lsetxattr: { x64: 189, arm64: 6 },
  fsetxattr: { x64: 190, arm64: 7 },
  setxattrat: { x64: 463, arm64: 463 },
  removexattr: { x64: 197, arm64: 14 },
  lremovexattr: { x64: 198, arm64: 15 },
  fremovexattr: { x64: 199, arm64: 16 },
  removexattrat: { x64: 466, arm64: 466 },
  file_setattr: { x64: 469, arm64: 469 },
  truncate: { x64: 76, arm64: 45 },
  inotify_add_watch: { x64: 254, arm64: 27 },
  setpriority: { x64: 141, arm64: 140 },
  ioprio_set: { x64: 251, arm64: 30 },
  sched_setaffinity: { x64: 203, arm64: 122 },
  sched_setscheduler: { x64: 144, arm64: 119 },
  sched_setparam: { x64: 142, arm64: 118 },
  sched_setattr: { x64: 314, arm64: 274 },
  setsid: { x64: 112, arm64: 157 },
  setpgid: { x64: 109, arm64: 154 },
  semget: { x64: 64, arm64: 190 },
  mq_unlink: { x64: 241, arm64: 181 },
};

/** Ways to signal a process, refused where Landlock cannot confine signals (before its ABI 6). */
export const signallingCalls: SystemCalls = {
  kill: { x64: 62, arm64: 129 },
  tkill: { x64: 200, arm64: 130 },
  tgkill: { x64: 234, arm64: 131 },
  rt_sigqueueinfo: { x64: 129, arm64: 138 },
  rt_tgsigqueueinfo: { x64: 297, arm64: 240 },
  pidfd_send_signal: { x64: 424, arm64: 424 },
};

/** Calls whose arguments decide. */
export const examinedCalls = {
  x64: { clone: 56, clone3: 435, ioctl: 16, socket: 41, socketpair: 53, prlimit64: 302, fcntl: 72 },
  arm64: { clone: 220, clone3: 435, ioctl: 29, socket: 198, socketpair: 199, prlimit64: 261, fcntl: 25 },
} as const;

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
export const newNamespaces = 0x7e020000;
/** TIOCSTI, TIOCLINUX. */
export const terminalInput = [0x5412, 0x541c] as const;
/** F_SETOWN, F_SETSIG, F_SETOWN_EX: a signal for whoever is named. */
export const signalsByDescriptor = [8, 10, 15] as const;
/** FIOSETOWN, SIOCSPGRP. */
export const signalsByDevice = [0x8901, 0x8902] as const;
export const unixFamily = 1;
