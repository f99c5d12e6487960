"""The state of one seeding: clients of the simulator, names bound so far, relative times."""

import json
import re
import socket
import time

import boto3
from botocore.config import Config

ACCOUNT = "123456789012"
REGION = "us-east-1"

_resolve = socket.getaddrinfo


def _resolve_localhost(host, *rest, **options):
    """Account ids stand before the host in some calls: 123456789012.localhost is this machine too."""
    local = isinstance(host, str) and host.endswith(".localhost")
    return _resolve("127.0.0.1" if local else host, *rest, **options)


socket.getaddrinfo = _resolve_localhost


class Seeding:
    """Calls the simulator and keeps the names that seed lines bind."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.bound = {"acct": ACCOUNT, "region": REGION}
        self.calls = []
        self.clients = {}
        self.started = time.time()

    def client(self, svc, region=None):
        k = (svc, region)
        if k not in self.clients:
            self.clients[k] = boto3.client(
                svc,
                endpoint_url=self.endpoint,
                region_name=region or REGION,
                aws_access_key_id="test",
                aws_secret_access_key="test",
                config=Config(
                    retries={"max_attempts": 0},
                    read_timeout=30,
                    inject_host_prefix=False,
                    s3={"addressing_style": "path"},
                ),
            )
        return self.clients[k]

    def call(self, svc, op, args, region=None, kind="seed"):
        self.calls.append((svc, op, kind))
        r = getattr(self.client(svc, region), op)(**args)
        if isinstance(r, dict):
            r.pop("ResponseMetadata", None)
        return r

    def sub(self, x):
        if isinstance(x, str):
            m = re.fullmatch(r"\$\{?(\w+)\}?", x)
            if m and m.group(1) in self.bound:
                return self.bound[m.group(1)]
            return re.sub(
                r"\$\{(\w+)\}|\$([A-Za-z_]\w*)",
                lambda m: (
                    str(self.bound[m.group(1) or m.group(2)])
                    if (m.group(1) or m.group(2)) in self.bound
                    else m.group(0)
                ),
                x,
            )
        if isinstance(x, list):
            return [self.sub(i) for i in x]
        if isinstance(x, dict):
            o = {}
            for k, v in x.items():
                k = self.sub(str(k)) if not isinstance(k, str) or "$" in k else k
                v = self.sub(v)
                if k.endswith("~"):
                    k = k[:-1]
                    v = json.dumps(v)
                if k.endswith("@t"):
                    k = k[:-2]
                    v = self.at(v)
                if k.endswith("@ms"):
                    k = k[:-3]
                    v = int(self.at(v) * 1000)
                if k.endswith("!b"):
                    k = k[:-2]
                    v = v.encode()
                o[k] = v
            return o
        return x

    def at(self, x):  # "-30m" -> epoch
        m = re.fullmatch(r"([+-]?)(\d+)([smhd])", str(x))
        n = int(m.group(2)) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[m.group(3)]
        return self.started - n if m.group(1) == "-" else self.started + n
