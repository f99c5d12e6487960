# Memory, processes and disk.


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
