# The machine's other processes.


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
    return open(f"/proc/{WORLD['victim']}/status").read()


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


@way
def limit_another_process():
    import resource

    return resource.prlimit(WORLD["victim"], resource.RLIMIT_CORE)


@way
def slow_another_process_down():
    os.setpriority(os.PRIO_PROCESS, WORLD["victim"], 5)
    return True


@way
def tie_another_process_to_a_processor():
    os.sched_setaffinity(WORLD["victim"], os.sched_getaffinity(WORLD["victim"]))
    return True


@way
def signal_through_a_descriptor():
    signal.pidfd_send_signal(os.pidfd_open(WORLD["victim"]), 0)
    return True
