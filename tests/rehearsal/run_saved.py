"""Runs saved test files with the product's own Python, which has moto but no pytest: fixtures are generators, tests are functions.

    python run_saved.py FOLDER      one line a test: "passed|failed file::test message"
"""

import contextlib
import importlib
import io
import os
import sys
import types
from pathlib import Path

folder = Path(sys.argv[1])
sys.path.insert(0, str(folder))
sys.modules["pytest"] = types.SimpleNamespace(fixture=lambda function: function)


class MonkeyPatch:
    def setenv(self, name, value):
        os.environ[name] = value


def run(module, test):
    made = module.account(MonkeyPatch()) if "account" in test.__code__.co_varnames[: test.__code__.co_argcount] else None
    try:
        if made is None:
            test()
        else:
            test(next(made))
    finally:
        if made is not None:
            next(made, None)


for file in sorted(folder.glob("test_*.py")):
    module = importlib.import_module(file.stem)
    for name in [name for name in vars(module) if name.startswith("test_")]:
        told = io.StringIO()
        try:
            with contextlib.redirect_stdout(told):
                run(module, getattr(module, name))
            print(f"passed {file.name}::{name}")
        except Exception as fault:
            print(f"failed {file.name}::{name} {type(fault).__name__}: {fault}".splitlines()[0])
