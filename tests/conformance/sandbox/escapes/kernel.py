# Privileges and what the kernel offers.


@way
def become_root():
    os.setuid(0)
    return True


@way
def hold_capabilities():
    header, data = struct.pack("Ii", 0x20080522, 0), ctypes.create_string_buffer(24)
    call(125, 90, header, data)
    return struct.unpack("6I", data.raw)[0] | struct.unpack("6I", data.raw)[3]


@way
def be_without_a_system_call_filter():
    return libc.prctl(21, 0, 0, 0, 0) == 0


@way
def gain_privileges_by_a_program():
    return libc.prctl(39, 0, 0, 0, 0) == 0


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
    return call(308, 268, os.pidfd_open(os.getpid()), 0x04000000) >= 0


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
