"""Ways out of a sandbox, each tried in a process of its own. A way returns something true when it led out.

Prints one JSON object: for each way, whether it led out and what was seen. `WORLD` tells what was planted on the machine outside.
"""

import ctypes
import fcntl
import glob
import json
import os
import platform
import signal
import socket
import struct
import time

WORLD = {}

WAYS = {}
libc = ctypes.CDLL(None, use_errno=True)
ARM = platform.machine() == "aarch64"


def way(function):
    WAYS[function.__name__] = function
    return function


def call(x86, arm, *arguments):
    """A system call by number; gives its result, or minus the error."""
    result = libc.syscall(ctypes.c_long(arm if ARM else x86), *arguments)
    return result if result >= 0 else -ctypes.get_errno()


def let_through(result):
    """Whether the kernel looked at the call at all: an error about the arguments says so."""
    return result >= 0 or -result not in (1, 38)


def reading(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def connects(family, address, kind=socket.SOCK_STREAM):
    with socket.socket(family, kind) as stream:
        stream.settimeout(2)
        stream.connect(address)
        stream.sendall(b"hello")
        return stream.recv(5) == b"world"


# Files


@way
def read_a_file_of_the_user():
    return open(WORLD["secret"]).read() == WORLD["text"]


@way
def list_a_folder_of_the_user():
    return os.listdir(WORLD["folder"])


@way
def write_into_a_folder_of_the_user():
    open(WORLD["folder"] + "/written", "w").close()
    return True


@way
def read_etc_passwd():
    return open("/etc/passwd").read()


@way
def read_etc_resolv_conf_or_hosts():
    return open("/etc/hosts").read()


@way
def see_homes_and_variable_data():
    return os.path.exists("/var/lib") or os.path.exists("/home")


@way
def see_sockets_of_services():
    return [name for name in os.listdir("/run") if name != "broker.sock"]


@way
def see_the_host_through_sys():
    return os.listdir("/sys")


@way
def see_devices():
    return {"kmsg", "mem", "vda", "sda", "nvme0n1", "kvm", "fuse", "loop-control"} & set(os.listdir("/dev"))


@way
def read_the_broker_program():
    return open(WORLD["source"]).read()


@way
def write_to_the_root():
    path = "/nephoscope-escape-" + WORLD["mark"]
    open(path, "w").close()
    os.remove(path)
    return True


@way
def write_to_usr():
    path = "/usr/nephoscope-escape-" + WORLD["mark"]
    open(path, "w").close()
    os.remove(path)
    return True


@way
def write_into_the_python_environment():
    import boto3

    path = os.path.join(os.path.dirname(boto3.__file__), "escape" + WORLD["mark"])
    open(path, "w").close()
    os.remove(path)
    return True


@way
def write_a_device_folder():
    path = "/dev/escape" + WORLD["mark"]
    open(path, "w").close()
    os.remove(path)
    return True


@way
def make_a_device():
    path = WORLD["scratch"] + "/device" + WORLD["mark"]
    os.mknod(path, 0o60600, os.makedev(7, 0))
    os.remove(path)
    return True


@way
def change_kernel_settings():
    os.close(os.open("/proc/sys/kernel/core_pattern", os.O_WRONLY))
    return True


@way
def open_a_file_by_handle():
    handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0) + bytes(128))
    mount = ctypes.c_int()
    return let_through(call(303, 264, -100, b"/", handle, ctypes.byref(mount), 0))


@way
def chroot_elsewhere():
    os.chroot(WORLD["chroot"])
    return True


# The machine's processes


@way
def find_the_environment_that_started_us():
    return [path for path in glob.glob("/proc/[0-9]*/environ") if "NEPHOSCOPE_PLANTED" in reading(path)]


@way
def read_the_environment_of_the_host_process():
    return open(f"/proc/{WORLD['host']}/environ").read()


@way
def read_the_command_line_of_the_host_process():
    return open(f"/proc/{WORLD['host']}/cmdline").read()


@way
def learn_paths_from_command_lines():
    lines = [reading(path) for path in glob.glob("/proc/[0-9]*/cmdline")]
    return [line for line in lines if WORLD["folder"] in line or "nephoscope" in line]


@way
def see_other_processes():
    return os.path.exists(f"/proc/{WORLD['victim']}")


@way
def signal_another_process():
    os.kill(WORLD["victim"], 0)
    return True


@way
def trace_another_process():
    if call(101, 117, 16, WORLD["victim"], 0, 0) < 0:
        return False
    os.waitpid(WORLD["victim"], 0x40000000)
    call(101, 117, 17, WORLD["victim"], 0, 0)
    return True


@way
def be_traced():
    return call(101, 117, 0, 0, 0, 0) >= 0


@way
def open_the_memory_of_another_process():
    os.close(os.open(f"/proc/{WORLD['victim']}/mem", os.O_RDWR))
    return True


@way
def read_memory_across_processes():
    target = ctypes.create_string_buffer(b"secret")
    found = ctypes.create_string_buffer(6)
    remote = struct.pack("QQ", ctypes.addressof(target), 6)
    local = struct.pack("QQ", ctypes.addressof(found), 6)
    return let_through(call(310, 270, os.getpid(), local, 1, remote, 1, 0))


@way
def take_a_descriptor_of_a_process():
    descriptor = call(434, 434, os.getpid(), 0)
    return descriptor >= 0 and call(438, 438, descriptor, 1, 0) >= 0


@way
def compare_kernel_objects():
    return let_through(call(312, 272, os.getpid(), os.getpid(), 0, 0, 0))


# Network


@way
def reach_a_server_on_this_machine():
    return connects(socket.AF_INET, ("127.0.0.1", WORLD["tcp"]))


@way
def send_a_datagram_on_this_machine():
    return connects(socket.AF_INET, ("127.0.0.1", WORLD["udp"]), socket.SOCK_DGRAM)


@way
def reach_an_abstract_socket():
    return connects(socket.AF_UNIX, "\0" + WORLD["abstract"])


@way
def reach_a_socket_in_the_file_system():
    return connects(socket.AF_UNIX, WORLD["socket"])


@way
def make_an_internet_socket():
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
    return True


@way
def make_an_ipv6_socket():
    socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).close()
    return True


@way
def make_a_netlink_socket():
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).close()
    return True


@way
def make_a_packet_socket():
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0).close()
    return True


@way
def make_a_raw_socket():
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()
    return True


@way
def see_network_interfaces():
    return [line for line in open("/proc/net/dev").read().split("\n")[2:] if line.strip() and "lo:" not in line]


# Privileges and the kernel


@way
def become_root():
    os.setuid(0)
    return True


@way
def hold_capabilities():
    return int([line for line in open("/proc/self/status") if line.startswith("CapEff")][0].split()[1], 16)


@way
def be_without_a_system_call_filter():
    return [line for line in open("/proc/self/status") if line.startswith("Seccomp:")][0].split()[1] == "0"


@way
def gain_privileges_by_a_program():
    return [line for line in open("/proc/self/status") if line.startswith("NoNewPrivs:")][0].split()[1] == "0"


@way
def make_a_user_namespace():
    return call(272, 97, 0x10000000) >= 0


@way
def make_a_network_namespace():
    return call(272, 97, 0x40000000) >= 0


@way
def make_a_namespace_by_clone():
    result = call(56, 220, 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0)
    if result == 0:
        os._exit(0)
    return result > 0


@way
def enter_a_namespace():
    with open("/proc/self/ns/uts") as namespace:
        return call(308, 268, namespace.fileno(), 0) >= 0


@way
def mount_something():
    if libc.mount(b"tmpfs", WORLD["chroot"].encode(), b"tmpfs", 0, None) != 0:
        return False
    libc.umount(WORLD["chroot"].encode())
    return True


@way
def open_a_file_system():
    return let_through(call(430, 430, b"tmpfs", 0))


@way
def use_io_uring():
    return let_through(call(425, 425, 1, 0))


@way
def use_bpf():
    return let_through(call(321, 280, 0, 0, 0))


@way
def use_kernel_keys():
    return let_through(call(250, 219, 0, -3, 0))


@way
def use_perf_events():
    return let_through(call(298, 241, 0, 0, -1, -1, 0))


@way
def handle_page_faults():
    return let_through(call(323, 282, 1))


@way
def read_the_kernel_log():
    return call(103, 116, 10, 0, 0) > 0


@way
def set_the_clock():
    return let_through(call(227, 112, 0, 0))


@way
def rename_the_machine():
    name = os.uname().nodename.encode()
    return call(170, 161, name, len(name)) >= 0


@way
def change_personality():
    return let_through(call(135, 92, ctypes.c_ulong(0xFFFFFFFF)))


@way
def type_into_a_terminal():
    _, end = os.openpty()
    fcntl.ioctl(end, 0x5412, b"x")
    return True


@way
def watch_all_files():
    return let_through(call(300, 262, 0, 0))


# Resources


@way
def hide_memory_in_a_file():
    os.close(os.memfd_create("x"))
    return True


@way
def hide_memory_in_shared_segments():
    segment = libc.shmget(0, 4096, 0o600)
    if segment < 0:
        return False
    libc.shmctl(segment, 0, None)
    return True


@way
def start_very_many_processes():
    children = []
    try:
        while len(children) < 150:
            child = os.fork()
            if child == 0:
                time.sleep(20)
                os._exit(0)
            children.append(child)
        return True
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
        for child in children:
            os.waitpid(child, 0)


@way
def make_very_many_files():
    folder = WORLD["scratch"] + "/many" + WORLD["mark"]
    os.mkdir(folder)
    made = 0
    try:
        while made < 5000:
            os.close(os.open(f"{folder}/{made}", os.O_CREAT | os.O_WRONLY))
            made += 1
        return True
    finally:
        for index in range(made):
            os.remove(f"{folder}/{index}")
        os.rmdir(folder)


def fill(folder, files, size):
    made = []
    try:
        for index in range(files):
            path = f"{folder}/big{index}{WORLD['mark']}"
            made.append(path)
            with open(path, "wb", buffering=0) as file:
                for _ in range(size):
                    file.write(bytes(1 << 20))
        return True
    finally:
        for path in made:
            os.remove(path)


@way
def fill_the_disk():
    return fill(WORLD["scratch"], 4, 20)


@way
def fill_shared_memory():
    return fill("/dev/shm", 1, 20)


@way
def write_a_very_large_file():
    return fill(WORLD["scratch"], 1, 70)


@way
def allocate_very_much_memory():
    return len(bytearray(1200 << 20))


def attempt(function):
    """Runs one way in a child, so that none stands in the way of the next."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(30)
        try:
            led_out = function()
            answer = {"out": bool(led_out), "saw": repr(led_out)[:200]}
        except BaseException as error:
            answer = {"out": False, "saw": repr(error)[:200]}
        os.write(writer, json.dumps(answer).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        text = stream.read()
    status = os.waitpid(child, 0)[1]
    return json.loads(text) if text else {"out": False, "saw": f"ended with status {status}"}


print(json.dumps({name: attempt(function) for name, function in WAYS.items()}))
