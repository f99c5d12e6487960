"""Runs a command in a pseudo-terminal and talks to it: waits for a text, then sends keys. Prints what it saw as JSON.

usage: drive_terminal.py STEPS COMMAND...   where STEPS is JSON: [{"wait": "text", "send": "keys"}, ...]
"""

import json
import os
import pty
import select
import signal
import sys
import time

steps = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
seen = b""
mark = 0
code = None
until = time.monotonic() + 150
while time.monotonic() < until:
    ready, _, _ = select.select([terminal], [], [], 0.1)
    if ready:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            piece = b""
        if not piece:
            break
        seen += piece
    if steps and steps[0]["wait"].encode() in seen[mark:]:
        step = steps.pop(0)
        mark = len(seen)
        time.sleep(step.get("after", 0.2))
        os.write(terminal, step["send"].encode())
else:
    os.kill(pid, signal.SIGKILL)
_, status = os.waitpid(pid, 0)
code = os.waitstatus_to_exitcode(status)
print(json.dumps({"seen": seen.decode(errors="replace"), "code": code, "left": len(steps)}))
