"""Reads answers that nephoscope encoded with botocore's own parsers and compares what comes out with what went in.

One JSON object a line on standard input (see answers.ts); a table on standard output. Exit 1 when an answer is read otherwise, or when there was none.
Usage: node answers.ts DATA_FOLDER | python judge.py
"""

import base64
import datetime
import io
import json
import sys
from collections import Counter, defaultdict

import botocore.parsers
import botocore.session
from botocore.awsrequest import HeadersDict

# Two members that stand in one place on the wire (Event and the flattened Events; every header and one of them): no answer can hold both.
AMBIGUOUS = {("s3", "GetBucketNotification"), ("dataexchange", "SendApiAsset")}


def moment(value):
    value = value.astimezone(datetime.timezone.utc)
    text = value.strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{value.microsecond // 1000:03d}Z" if value.microsecond else "Z")


def plain(value):
    """The record's form of what botocore returns."""
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items() if key != "ResponseMetadata"}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if hasattr(value, "read"):
        return base64.b64encode(value.read()).decode()
    return value


def same(given, read):
    if isinstance(given, float) or isinstance(read, float):
        return isinstance(given, (int, float)) and isinstance(read, (int, float)) and abs(given - read) < 1e-6
    if isinstance(given, dict) and isinstance(read, dict):
        return given.keys() == read.keys() and all(same(given[name], read[name]) for name in given)
    if isinstance(given, list) and isinstance(read, list):
        return len(given) == len(read) and all(map(same, given, read))
    return given == read


def difference(given, read, path=""):
    if isinstance(given, dict) and isinstance(read, dict):
        for name in sorted(given.keys() | read.keys()):
            if name not in given or name not in read or not same(given[name], read[name]):
                return difference(given.get(name, "absent"), read.get(name, "absent"), f"{path}/{name}")
    if isinstance(given, list) and isinstance(read, list) and len(given) == len(read):
        for index, (one, other) in enumerate(zip(given, read)):
            if not same(one, other):
                return difference(one, other, f"{path}/{index}")
    return f"{path}: {json.dumps(given, default=str)[:80]} read as {json.dumps(read, default=str)[:80]}"


def main():
    session = botocore.session.get_session()
    tally = defaultdict(Counter)
    models = {}
    shown = 0
    for line in sys.stdin:
        answer = json.loads(line)
        service, operation = answer["service"], answer["operation"]
        counts = tally[answer["protocol"]]
        counts["answers"] += 1
        if answer.get("left"):
            counts["left out (streams)"] += 1
            continue
        if service not in models:
            model = session.get_service_model(service)
            models[service] = (model, botocore.parsers.create_parser(model.resolved_protocol))
        model, parser = models[service]
        described = model.operation_model(operation)
        headers = HeadersDict(answer["headers"])
        body = base64.b64decode(answer["body"])
        response = {"status_code": answer["status"], "headers": headers, "context": {"operation_name": operation}, "body": body}
        if described.has_streaming_output:
            response["body"] = io.BytesIO(body)
        try:
            read = plain(parser.parse(response, described.output_shape))
        except Exception as fault:
            read = {"unreadable": f"{type(fault).__name__}: {fault}"}
        if operation == "GetBucketLocation" and "unreadable" not in read:
            # botocore's own handler does so after parsing: the answer has no element for its only member.
            read = {"LocationConstraint": body.decode().split("<LocationConstraint>")[1].split("<")[0]}
        if described.output_shape is None:
            read, answer["value"] = {}, {}
        if same(answer["value"], read):
            counts["read as given"] += 1
        elif (service, operation) in AMBIGUOUS:
            counts["ambiguous in the model"] += 1
        else:
            counts["read otherwise"] += 1
            if shown < 40:
                shown += 1
                print(f"{service}:{operation} {difference(answer['value'], read)}")
        counts["read as given by our reader"] += bool(answer["same"])
    total = Counter()
    for protocol, counts in sorted(tally.items()):
        total.update(counts)
        print(f"{protocol:20}", dict(counts))
    print(f"{'all':20}", dict(total))
    return 1 if total["read otherwise"] or not total["answers"] else 0


if __name__ == "__main__":
    sys.exit(main())
