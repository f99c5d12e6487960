"""An AWS simulator on loopback with a scenario in it.

Prints one JSON line when it is ready: {"port": …, "scenario": …, "bound": {…}}. Ends on SIGTERM, and when its
standard input closes unless --stay is given. Needs moto[server]; nothing leaves this machine.
"""

import argparse
import gc
import json
import logging
import os
import signal
import sys
import threading

os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
os.environ.setdefault("MOTO_ACM_VALIDATION_WAIT", "86400")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# Nearly all that is loaded and seeded stays to the end: to look for garbage on the way would take a third of the start.
gc.disable()

import network_macros  # noqa: E402, F401
import overlay  # noqa: E402
import requests  # noqa: E402
import service_macros  # noqa: E402, F401
import yaml  # noqa: E402
from lines import run_line, steps  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402
from seeding import Seeding  # noqa: E402


def prepare(endpoint):
    """An empty world with repeatable ids, tasks that do not end by being looked at, and state machines that run."""
    requests.post(endpoint + "/moto-api/reset", timeout=30)
    requests.post(endpoint + "/moto-api/seed?a=42", timeout=30)
    requests.post(
        endpoint + "/moto-api/config", json={"stepfunctions": {"execute_state_machine": True}}, timeout=30
    )
    frozen = {"model_name": "ecs::task", "transition": {"progression": "manual", "times": 100000}}
    requests.post(endpoint + "/moto-api/state-manager/set-transition", json=frozen, timeout=30)


def seed(endpoint, scenario, healed):
    """Runs the scenario's seed (and, for the repaired twin, its heal) lines; returns the names they bound."""
    seeding = Seeding(endpoint)
    for block in [scenario["seed"], scenario.get("heal", "") if healed else ""]:
        for line in steps(block):
            run_line(seeding, line)
    return {k: v for k, v in seeding.bound.items() if isinstance(v, str | int | float)}


# libyaml reads the catalogue ten times as fast; a wheel without it has the other.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_scenario(path, name):
    with open(path, encoding="utf-8") as file:
        for scenario in yaml.load(file, Loader):  # noqa: S506  (both are safe loaders)
            if scenario["id"] == name:
                return scenario
    sys.exit(f"no scenario {name} in {path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--file")
    parser.add_argument("--scenario")
    parser.add_argument("--healed", action="store_true")
    parser.add_argument("--stay", action="store_true")
    options = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=options.port, verbose=False)
    server.start()
    port = server.get_host_and_port()[1]
    endpoint = f"http://localhost:{port}"
    overlay.install_overlay()
    prepare(endpoint)
    bound = {}
    if options.scenario:
        bound = seed(endpoint, read_scenario(options.file, options.scenario), options.healed)
    gc.freeze()
    gc.enable()
    print(json.dumps({"port": port, "scenario": options.scenario, "bound": bound}), flush=True)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    if options.stay:
        ended.wait()
    else:
        threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
        ended.wait()
    os._exit(0)


if __name__ == "__main__":
    main()
