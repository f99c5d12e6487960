"""Plays rehearsed AWS answers to a script, or lets moto answer and helps out where moto cannot. Needs boto3, moto and the standard library.

Written by `nephoscope script test --save`, next to the tests that use it; edit neither, save again.
"""

import base64
import contextlib
import io
import json
import os
import runpy
from datetime import datetime, timezone
from pathlib import Path
from unittest import mock

import botocore.client
from botocore.exceptions import ClientError
from botocore.response import StreamingBody

ACCOUNT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_MAX_ATTEMPTS": "1",
}
real_call = botocore.client.BaseClient._make_api_call


def load(path):
    """The cases that were saved for one script."""
    return json.loads(Path(path).read_text())


def value_of(shape, value, service):
    """A saved value as boto3 gives it: moments, bytes and documents are no strings there."""
    if shape is None or value is None:
        return value
    if shape.type_name == "structure" and isinstance(value, dict):
        if shape.metadata.get("document"):
            return value
        return {name: value_of(shape.members.get(name), inner, service) for name, inner in value.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [value_of(shape.member, inner, service) for inner in value]
    if shape.type_name == "map" and isinstance(value, dict):
        return {name: value_of(shape.value, inner, service) for name, inner in value.items()}
    if shape.type_name == "timestamp" and isinstance(value, str):
        return datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(timezone.utc)
    if shape.type_name == "blob" and isinstance(value, str):
        return base64.b64decode(value)
    if shape.type_name == "string" and isinstance(value, (dict, list)):
        return value if service == "iam" else json.dumps(value)
    return value


def answer_of(client, operation, entry):
    """A saved answer as the client returns it; a saved error as the client raises it."""
    if "error" in entry:
        told = {"Error": {"Code": entry["error"]["code"], "Message": entry["error"]["message"]}}
        meta = {"HTTPStatusCode": entry["status"], "HTTPHeaders": {}, "RetryAttempts": 0}
        raise client.exceptions.from_code(entry["error"]["code"])({**told, "ResponseMetadata": meta}, operation)
    described = client.meta.service_model.operation_model(operation)
    answer = value_of(described.output_shape, entry.get("response", {}), client.meta.service_model.service_name) or {}
    if described.has_streaming_output:
        name = described.output_shape.serialization["payload"]
        body = answer.get(name, b"")
        answer[name] = StreamingBody(io.BytesIO(body), len(body))
    return {**answer, "ResponseMetadata": {"HTTPStatusCode": entry["status"], "HTTPHeaders": {}, "RetryAttempts": 0}}


class Player:
    """Answers a script's calls from one situation's entries, and knows which pages were asked for."""

    def __init__(self, situation):
        self.entries = [dict(entry, served=False) for entry in situation["calls"]]
        self.pages = [dict(page, read=False) for page in situation.get("pages", [])]

    def find(self, service, operation, params):
        asked = json.dumps(params, default=str, sort_keys=True)
        for page in self.pages:
            if page["service"] == service and page["operation"] == operation and all(
                token in asked for token in page["tokens"]
            ):
                page["read"] = True
        same = [entry for entry in self.entries if (entry["service"], entry["operation"]) == (service, operation)]
        exact = [entry for entry in same if json.dumps(entry["params"], sort_keys=True) == asked]
        unserved = [entry for entry in same if not entry["served"]]
        found = (exact or unserved or same[-1:] or [None])[0]
        if found is not None:
            found["served"] = True
        return found

    def call(self, client, operation, params):
        service = client.meta.service_model.service_name
        entry = self.find(service, operation, params)
        assert entry is not None, f"{service}:{operation} was not called when this case was saved; save the cases again"
        return answer_of(client, operation, entry)

    def unread(self):
        """Lists that were begun and have another page that nobody asked for."""
        return sorted({f"{page['service']}:{page['operation']}" for page in self.pages if not page["read"] and not page["limited"]})


def known_to_moto(client):
    """Whether moto answers for this client's endpoint; otherwise the call would leave the machine."""
    from moto.backend_index import backend_url_patterns

    url = client.meta.endpoint_url
    return any(pattern.match(url) for _, pattern in backend_url_patterns)


class MotoThenPlayer(Player):
    """Lets moto answer; what moto does not know is answered as rehearsed."""

    def call(self, client, operation, params):
        service = client.meta.service_model.service_name
        if known_to_moto(client):
            try:
                return real_call(client, operation, params)
            except NotImplementedError:
                pass
            except ClientError as error:
                if "not yet implemented" not in str(error).lower():
                    raise
        entry = self.find(service, operation, params)
        if entry is None:
            unknown = {"Error": {"Code": "NotImplemented", "Message": "neither moto nor the saved case knows this call"}}
            raise ClientError(unknown, operation)
        return answer_of(client, operation, entry)


def run(script, player, region, may_report=()):
    """Runs the script as a program. It may end itself; an AWS error may pass through where the situation gave it one."""
    environment = {**ACCOUNT, "AWS_DEFAULT_REGION": region, "AWS_REGION": region}

    def call(client, operation, params):
        return player.call(client, operation, params)

    with (
        mock.patch.dict(os.environ, environment),
        mock.patch.object(botocore.client.BaseClient, "_make_api_call", call),
        contextlib.suppress(SystemExit, *may_report),
    ):
        runpy.run_path(str(script), run_name="__main__")
