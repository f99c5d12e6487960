"""Scripts (JSON on stdin) with characters and lines lost, doubled and swapped, and whether CPython compiles each; JSON on stdout."""

import json
import random
import sys
import warnings

warnings.simplefilter("ignore")
rng = random.Random(int(sys.argv[1]))
ALPHABET = "()[]{}:,.=+-*/%\"'#\\ \n\tabcxyz019_@&|^~<>!;`$?é…"


def damaged(code):
    at = rng.randrange(max(1, len(code)))
    kind = rng.randrange(6)
    if kind == 0:
        return code[:at] + code[at + 1 :]
    if kind == 1:
        return code[:at] + rng.choice(ALPHABET) + code[at:]
    if kind == 2:
        return code[:at] + rng.choice(ALPHABET) + code[at + 1 :]
    if kind == 3:
        return code[:at]
    lines = code.split("\n")
    line = rng.randrange(len(lines))
    if kind == 4:
        return "\n".join(lines[:line] + lines[line + 1 :])
    lines[line] = rng.choice([" ", "    ", "\t"]) + lines[line] if rng.random() < 0.5 else lines[line].lstrip()
    return "\n".join(lines)


def compiles(code):
    try:
        compile(code, "script", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


made = [damaged(code) for code in json.load(sys.stdin) for _ in range(int(sys.argv[2]))]
json.dump([{"code": code, "valid": compiles(code)} for code in made], sys.stdout)
