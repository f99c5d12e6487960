"""Calls out of botocore's own examples, right and damaged, with what botocore's own validator says of each; JSON on stdout.

The validator is a second opinion that shares no code with ours: it refuses what boto3 would refuse before it sends anything.
"""

import copy
import json
import random
import sys

import botocore.session
from botocore import xform_name
from botocore.exceptions import DataNotFoundError
from botocore.validate import ParamValidator

session = botocore.session.get_session()
loader = session.get_component("data_loader")
rng = random.Random(int(sys.argv[1]))
DAMAGED_PER_EXAMPLE = 3


def places(value, path=()):
    """Every place in nested data, the whole first."""
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))


def damage(value):
    """The same data with one thing lost, renamed, added, or of another type."""
    made = copy.deepcopy(value)
    path = rng.choice(list(places(made)))
    if not path:
        made["Planted"] = 1
        return made
    holder = made
    for step in path[:-1]:
        holder = holder[step]
    last = path[-1]
    kind = rng.randrange(4)
    if kind == 0:
        del holder[last]
    elif kind == 1 and isinstance(holder, dict):
        holder[last + "s"] = holder.pop(last)
    else:
        holder[last] = rng.choice([1, "text", [1], ["text"], {"Planted": 1}, True, None, 1.5])
    return made


def reads(value):
    """Python's way to each part of an answer."""
    return ["".join(f"[{step!r}]" for step in path) for path in places(value) if path]


found = []
for service in session.get_available_services():
    try:
        examples = loader.load_service_model(service, "examples-1").get("examples") or {}
    except DataNotFoundError:
        continue
    model = session.get_service_model(service) if examples else None
    for operation, cases in examples.items():
        if operation not in model.operation_names:
            continue
        shape = model.operation_model(operation).input_shape
        method = xform_name(operation)
        for case in cases:
            given = json.loads(json.dumps(case.get("input") or {}))
            tries = [given] + [damage(given) for _ in range(DAMAGED_PER_EXAMPLE if shape else 0)]
            for arguments in tries:
                # botocore's handlers fill in Glacier's account before its validator looks.
                filled = {"accountId": "-", **arguments} if service == "glacier" else arguments
                invalid = bool(arguments) if shape is None else ParamValidator().validate(filled, shape).has_errors()
                found.append({"service": service, "text": f"client.{method}(**{arguments!r})", "valid": not invalid})
            for way in reads(json.loads(json.dumps(case.get("output") or {}))):
                found.append({"service": service, "text": f"client.{method}(**given){way}", "read": True})
json.dump(found, sys.stdout)
