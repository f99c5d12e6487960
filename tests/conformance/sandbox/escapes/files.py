# Files of the machine: reading, writing and changing them.


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
    return open("/etc/passwd").read() == WORLD["passwd"]


@way
def read_etc_resolv_conf_or_hosts():
    return open("/etc/hosts").read() == WORLD["hosts"] or open("/etc/resolv.conf").read() == WORLD["resolver"]


@way
def see_homes_and_variable_data():
    return os.listdir("/var/lib") or os.listdir("/home")


@way
def see_sockets_of_services():
    return set(os.listdir("/run")) & set(WORLD["run"])


@way
def see_the_host_through_sys():
    return set(os.listdir("/sys")) & {"block", "class", "devices", "kernel", "module"}


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


@way
def read_a_file_through_a_descriptor_of_its_folder():
    folder = os.open(WORLD["folder"], os.O_PATH | os.O_DIRECTORY)
    return os.open("secret", os.O_RDONLY, dir_fd=folder)


@way
def change_to_a_folder_and_read_there():
    os.chdir(WORLD["folder"])
    return open("secret").read() == WORLD["text"]


@way
def link_a_file_to_where_it_can_be_read():
    path = WORLD["scratch"] + "/link" + WORLD["mark"]
    os.link(WORLD["secret"], path)
    os.remove(path)
    return True


@way
def move_a_file_away():
    os.rename(WORLD["victims"]["move"], WORLD["folder"] + "/moved")
    return True


@way
def remove_a_file():
    os.remove(WORLD["victims"]["remove"])
    return True


@way
def append_to_a_file():
    with open(WORLD["victims"]["append"], "a") as file:
        file.write("x")
    return True


@way
def truncate_a_file_by_its_path():
    os.truncate(WORLD["victims"]["truncate"], 1)
    return True


@way
def change_the_mode_of_a_file():
    os.chmod(WORLD["victims"]["mode"], 0o600)
    return True


@way
def change_the_times_of_a_file():
    os.utime(WORLD["victims"]["times"], (1, 1))
    return True


@way
def change_the_owner_of_a_file():
    os.chown(WORLD["victims"]["owner"], os.getuid(), os.getgid())
    return True


@way
def mark_a_file_with_an_attribute():
    os.setxattr(WORLD["victims"]["attribute"], "user.escape", b"x")
    return True


@way
def watch_what_happens_in_a_folder():
    watch = libc.inotify_init()
    return libc.inotify_add_watch(watch, WORLD["folder"].encode(), 0x100) >= 0


@way
def run_a_program_of_the_user():
    if os.fork() == 0:
        try:
            os.execv(WORLD["program"], [WORLD["program"]])
        finally:
            os._exit(1)
    return os.waitpid(-1, 0)[1] == 0


@way
def ask_whether_a_path_exists():
    return os.stat(WORLD["secret"]).st_size == len(WORLD["text"])
