"""Writes one minimal request for every operation of every service, serialised and signed by botocore itself.

One JSON object a line on stdout: {"service", "operation", "method", "target", "headers", "body" (base64), "params"}.
Nothing is sent: a hook answers before the transport is reached.
What botocore itself will not serialise is a line {"service", "operation", "skipped": why}.
Usage: python generate.py [--every N] [service ...]      (N: every Nth operation only)
"""
import base64
import datetime
import json
import sys
from urllib.parse import urlsplit

import botocore.awsrequest
import botocore.session
from botocore.config import Config

REGION = "eu-central-1"
TIME = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)


ARNS = {
    "kinesis": "arn:aws:kinesis:eu-central-1:123456789012:stream/example",
    "cloudfront-keyvaluestore": "arn:aws:cloudfront::123456789012:key-value-store/example",
}
current = {"service": ""}


def text_for(shape, name):
    """A string that passes botocore's own validation and stays recognisable."""
    if shape.enum:
        return shape.enum[0]
    least = shape.metadata.get("min", 0)
    if "Arn" in name or name.endswith("ARN"):
        text = ARNS.get(current["service"], "arn:aws:iam::123456789012:role/example")
        for kind in ("Queue", "Channel"):
            if current["service"] == "kinesis" and name.startswith(kind):
                text = text.replace(":stream/", f":{kind.lower()}/")
    elif name == "Bucket":
        text = "example-bucket"
    elif name == "AccountId":
        text = "123456789012"
    else:
        text = "example"
    return text + "x" * max(0, least - len(text))


def value_for(shape, name, depth):
    """A minimal value: required members only, one item a list."""
    kind = shape.type_name
    if kind == "structure":
        if depth > 6:
            return {}
        names = shape.required_members
        if getattr(shape, "is_tagged_union", False):
            names = list(shape.members)[:1]
        return {member: value_for(shape.members[member], member, depth + 1) for member in names}
    if kind == "list":
        return [value_for(shape.member, name, depth + 1)] * max(1, shape.metadata.get("min", 1))
    if kind == "map":
        if getattr(shape.key, "enum", None) is None and shape.metadata.get("min", 1) > 1:
            return {f"key{n}": value_for(shape.value, name, depth + 1) for n in range(shape.metadata["min"])}
        return {value_for(shape.key, name, depth + 1): value_for(shape.value, name, depth + 1)}
    if kind in ("integer", "long"):
        return max(1, shape.metadata.get("min", 1))
    if kind in ("float", "double"):
        return 1.5
    if kind == "boolean":
        return True
    if kind == "timestamp":
        return TIME
    if kind == "blob":
        return b"example" + b"x" * max(0, shape.metadata.get("min", 0) - 7)
    return text_for(shape, name)


def plain(value):
    """JSON for a parameter, in the form the record uses."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value


class Kept(Exception):
    """Carries the request out of botocore."""

    def __init__(self, request):
        super().__init__("kept")
        self.request = request


def keep(request, **_):
    raise Kept(request)


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def main():
    session = botocore.session.get_session()
    session.set_credentials("AKIDEXAMPLE", "secret")
    words = sys.argv[1:]
    every = 1
    if words[:1] == ["--every"]:
        every = int(words[1])
        words = words[2:]
    wanted = words or session.get_available_services()
    seen = 0
    config = Config(region_name=REGION, retries={"max_attempts": 0}, parameter_validation=True, request_checksum_calculation="when_required")
    for service in wanted:
        current["service"] = service
        try:
            client = session.create_client(service, region_name=REGION, config=config)
        except Exception as fault:  # noqa: BLE001
            print(json.dumps({"service": service, "operation": "*", "skipped": f"{type(fault).__name__}: {fault}"[:300]}))
            continue
        client.meta.events.register_first("before-send.*.*", keep)
        model = client.meta.service_model
        for operation in model.operation_names:
            seen += 1
            if seen % every != 0:
                continue
            shape = model.operation_model(operation).input_shape
            params = value_for(shape, operation, 0) if shape is not None else {}
            try:
                client._make_api_call(operation, params)
            except Kept as kept:
                request = kept.request
                body = request.body or b""
                if hasattr(body, "read"):
                    body = body.read()
                body = body.encode() if isinstance(body, str) else bytes(body)
                url = urlsplit(request.url)
                headers = [[key, text(value)] for key, value in request.headers.items()]
                if not any(key.lower() == "host" for key, _ in headers):
                    headers.append(["Host", url.netloc])
                print(json.dumps({
                    "service": service, "operation": operation, "method": request.method,
                    "target": (url.path or "/") + ("?" + url.query if url.query else ""),
                    "headers": headers, "body": base64.b64encode(body).decode(), "params": plain(params),
                }))
            except Exception as fault:  # noqa: BLE001
                print(json.dumps({"service": service, "operation": operation, "skipped": f"{type(fault).__name__}: {fault}"[:300]}))


if __name__ == "__main__":
    main()
