"""The seed language: `[name =] service.operation[@region] {yaml} [-> jmespath]` and `[name =] @macro {yaml}`."""

import re

import jmespath
import yaml
from macro import MACROS

LINE = re.compile(r"^(?:(\w+)\s*=\s*)?(@\w+|[\w-]+\.\w+(?:@[\w-]+)?)\s*(.*)$", re.S)


def split(rest):
    """{flow} [-> jmes...]  (balanced braces, quote aware)"""
    rest = rest.strip()
    args = {}
    if rest.startswith("{"):
        d = 0
        q = None
        for i, ch in enumerate(rest):
            if q:
                if ch == q:
                    q = None
            elif ch in "\"'":
                q = ch
            elif ch in "{[":
                d += 1
            elif ch in "}]":
                d -= 1
                if d == 0:
                    break
        args = yaml.safe_load(rest[: i + 1])
        rest = rest[i + 1 :].strip()
    return args or {}, (rest[2:].strip() if rest.startswith("->") else "")


def steps(block):
    out = []
    for l in (block or "").split("\n"):
        l = l.rstrip()
        if not l.strip() or l.strip().startswith("#"):
            continue
        if l[0] in " \t" and out:
            out[-1] += " " + l.strip()
        else:
            out.append(l)
    return out


def run_line(c, l, kind="seed"):
    m = LINE.match(l)
    if not m:
        raise ValueError("bad line: " + l)
    name, target, rest = m.groups()
    args, path = split(rest)
    args = c.sub(args)
    if target[0] == "@":
        r = MACROS[target[1:]](c, args)
    else:
        svc, op = target.split(".")
        reg = None
        if "@" in op:
            op, reg = op.split("@")
        r = c.call(svc, op, args, reg, kind)
        if path:
            r = jmespath.search(c.sub(path), r)
    if name:
        c.bound[name] = r
    return r
