"""Stands beside a sandboxed script where there is no bubblewrap: ends it when the host ends, and hands it its streams to the broker.

The guard is the parent of the process that runs the prelude. It holds one connection to the host; when that closes, everything ends: as first process
of a container by ending itself, otherwise by killing its process group, which the script cannot leave. It reaps orphans and gives on the exit code.

With a confinement (a JSON object), the child is confined by Landlock and a system call filter before it imports anything. It cannot make or connect a socket;
it asks its guard over an inherited pair of sockets, and gets connected ones back as descriptors. Who asks does not matter, for every answer is alike: threads
and forked processes need no lock.

    python3 -I -B -X utf8 guard.py [--environment <JSON>] [--files <number>] <broker's socket> <prelude.py> [<confinement>]
    python3 -I -B -X utf8 guard.py --probe <confinement>     tries the confinement and prints the ABI of Landlock
"""

import ctypes
import json
import os
import select
import signal
import socket
import struct
import sys

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2

# Landlock's system calls have the same numbers on every processor (linux/landlock.h).
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
RULESET_VERSION = 1
RULE_PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE = 1 << 4, 1 << 5
MAKE_DIR, MAKE_REG, MAKE_SYM = 1 << 7, 1 << 8, 1 << 12
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
FIRST_RIGHTS = (1 << 13) - 1
LATER_RIGHTS = {2: REFER, 3: TRUNCATE, 5: IOCTL_DEV}
BIND_TCP, CONNECT_TCP = 1 << 0, 1 << 1
SCOPE_ABSTRACT_UNIX_SOCKET, SCOPE_SIGNAL = 1 << 0, 1 << 1
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE

libc = ctypes.CDLL(None, use_errno=True)


def kernel(number, *arguments):
    """A system call by number; raises OSError."""
    result = libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def prctl(option, *arguments):
    if libc.prctl(option, *(ctypes.c_ulong(each) for each in arguments), *[ctypes.c_ulong(0)] * (4 - len(arguments))) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def landlock_abi():
    """Version of the kernel's Landlock, 0 where there is none."""
    try:
        return kernel(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(RULESET_VERSION))
    except OSError:
        return 0


def rights_of(abi):
    """Every right to files that this kernel's Landlock can refuse."""
    rights = FIRST_RIGHTS
    for since, right in LATER_RIGHTS.items():
        rights |= right if abi >= since else 0
    return rights


def confine(confinement):
    """Leaves this process what it was given to read and one folder to write to; nothing of it can be undone."""
    abi = landlock_abi()
    if abi < 1:
        raise SystemExit("this kernel has no Landlock, or it is switched off")
    rights = rights_of(abi)
    attributes = struct.pack(
        "=QQQ",
        rights,
        BIND_TCP | CONNECT_TCP if abi >= 4 else 0,
        SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL if abi >= 6 else 0,
    )
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = kernel(CREATE_RULESET, attributes, ctypes.c_size_t(size), ctypes.c_uint(0))

    def permit(path, access):
        try:
            target = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        if not os.path.isdir(path):
            access &= FILE_RIGHTS
        rule = struct.pack("=Qi", access & rights, target)
        kernel(ADD_RULE, ruleset, RULE_PATH_BENEATH, rule, ctypes.c_uint(0))
        os.close(target)

    for path in confinement["readable"]:
        permit(path, EXECUTE | READ_FILE | READ_DIR)
    for path in ("/dev/zero", "/dev/urandom", "/dev/random"):
        permit(path, READ_FILE)
    permit("/dev/null", READ_FILE | WRITE_FILE | TRUNCATE)
    if confinement.get("writable"):
        permit(
            confinement["writable"],
            WRITE_FILE | READ_FILE | READ_DIR | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | REFER | TRUNCATE,
        )
    with open(confinement["filter"], "rb") as file:
        program = file.read()
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    kernel(RESTRICT_SELF, ruleset, ctypes.c_uint(0))
    os.close(ruleset)
    load_filter(program)
    return abi


def load_filter(program):
    """Sets the seccomp filter, a compiled BPF program, on this process and all that it starts."""
    instructions = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: a count, and after its padding a pointer.
    described = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions)))
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(described))


def streams_from(control):
    """Gives a function that asks the guard for a stream to the broker."""
    control.settimeout(5)

    def connect():
        control.send(b"?")
        _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not descriptors:
            raise ConnectionRefusedError("it has too many connections already")
        os.set_inheritable(descriptors[0], False)
        return socket.socket(fileno=descriptors[0])

    return connect


def hand_over(control, path):
    """Answers one request with a connected stream. Never waits: the guard must notice the end of the host."""
    try:
        control.recv(16)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stream:
            stream.setblocking(False)
            try:
                stream.connect(path)
            except OSError:
                control.send(b"!", socket.MSG_DONTWAIT)
                return
            stream.setblocking(True)
            socket.send_fds(control, [b"."], [stream.fileno()], socket.MSG_DONTWAIT)
    except OSError:
        pass  # The script does not take its answers.


def run_script(prelude, path, confinement, control):
    """The child: confined first, then the prelude, which never returns."""
    with open(prelude, "rb") as file:
        code = compile(file.read(), prelude, "exec")
    names = {"__name__": "prelude", "__file__": prelude}
    exec(code, names)  # noqa: S102  (our own file)
    if confinement is None:
        control.close()
        names["main"](names["connects_to"](path))
    confine(confinement)
    names["main"](streams_from(control))


def end_everything():
    if os.getpid() != 1:
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(137)


def too_many_files(bound):
    """Whether the folder for files holds more of them than it may; asked only where the kernel was not told."""
    if bound is None:
        return False
    counted = os.statvfs("/tmp")  # noqa: S108  (the sandbox's own)
    return counted.f_files - counted.f_ffree > bound


def watch(child, host, control, path, files):
    """Waits for the end of the child or of the host, whichever is first."""
    waker, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    poll = select.poll()
    for source in (host, control, waker):
        poll.register(source, select.POLLIN)
    ended = reap(child)
    while ended is None:
        events = dict(poll.poll(None if files is None else 100))
        if too_many_files(files):
            end_everything()
        if host.fileno() in events:
            end_everything()
        if events.get(control.fileno(), 0) & select.POLLIN:
            hand_over(control, path)
        elif control.fileno() in events:
            poll.unregister(control)
        if waker in events:
            os.read(waker, 4096)
        ended = reap(child)
    os._exit(ended)


def reap(child):
    """Buries whoever has ended; the child's exit code as a shell gives it, once it is among them."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return 137
        if pid == 0:
            return None
        if pid == child:
            code = os.waitstatus_to_exitcode(status)
            return 128 - code if code < 0 else code


def main():
    import resource

    if sys.argv[1] == "--probe":
        print(confine(json.loads(sys.argv[2])))
        return
    if sys.argv[1] == "--environment":
        # Begins again with this environment and no other: what was here stays readable as long as the process lives.
        again = [each for each in sys.orig_argv if each not in sys.argv[1:3]]
        os.execve(sys.executable, again, json.loads(sys.argv[2]))
    files = int(sys.argv[2]) if sys.argv[1] == "--files" else None
    path, prelude, *rest = sys.argv[1:] if files is None else sys.argv[3:]
    confinement = json.loads(rest[0]) if rest else None
    host = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    host.connect(path)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    guard = os.getpid()
    child = os.fork()
    if child == 0:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != guard:
            os._exit(137)
        host.close()
        ours.close()
        run_script(prelude, path, confinement, theirs)
    theirs.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Its memory and its environment are none of the script's business, though they have one user.
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    null = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    watch(child, host, ours, path, files)


if __name__ == "__main__":
    main()
