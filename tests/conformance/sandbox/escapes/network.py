# The network and sockets.


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


@way
def send_a_datagram_to_a_socket_in_the_file_system():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        return sender.sendto(b"hello", WORLD["datagrams"])


@way
def send_a_datagram_from_half_a_pair():
    sender, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return sender.sendto(b"hello", WORLD["datagrams"])


@way
def be_found_in_the_file_system():
    path = WORLD["folder"] + "/door"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
    os.remove(path)
    return True
