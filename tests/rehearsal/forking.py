"""Runs scripts one after the other, each in a fork of one warm Python: for tests of trusted scripts, where a sandbox each would take minutes.

One job a line on standard input (`code`, `socket`, `region`, `seconds`), one result a line on standard output (`exitCode`, `stdout`, `stderr`).

    python forking.py <path of prelude.py>
"""

import gc
import importlib.util
import json
import os
import signal
import sys
import tempfile

spec = importlib.util.spec_from_file_location("prelude", sys.argv[1])
prelude = importlib.util.module_from_spec(spec)
spec.loader.exec_module(prelude)


def child(job, out, err):
    os.dup2(out, 1)
    os.dup2(err, 2)
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    signal.alarm(job["seconds"])
    prelude.lead_requests_through(prelude.connects_to(job["socket"]))
    os.environ["AWS_DEFAULT_REGION"] = os.environ["AWS_REGION"] = job["region"]
    prelude.finish(prelude.run(job["code"].encode()))


def run(job):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = os.fork()
        if pid == 0:
            child(job, out.fileno(), err.fileno())
        _, status = os.waitpid(pid, 0)
        for stream in (out, err):
            stream.seek(0)
        printed = {"stdout": out.read().decode("utf-8", "replace"), "stderr": err.read().decode("utf-8", "replace")}
        return {"exitCode": os.waitstatus_to_exitcode(status), **printed}


gc.disable()
prelude.prepare_environment()
prelude.lead_requests_through(prelude.connects_to("/nonexistent"))
prelude.preload()
gc.freeze()
gc.enable()
answers = os.fdopen(os.dup(1), "w")
for line in sys.stdin:
    answers.write(json.dumps(run(json.loads(line))) + "\n")
    answers.flush()
