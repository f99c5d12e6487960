"""Reads the error lines of log groups: of the time in question, or where that has none, of the time before it.

variables:
  log_groups: {type: list, description: "names of the log groups", pattern: "^[.A-Za-z0-9_/#-]{1,512}$", default: []}
  asked_since: {type: string, description: "begin of the time in question (ISO)", default: "2026-01-01T00:00:00Z"}
  since: {type: string, description: "begin of the time before it (ISO)", default: "2026-01-01T00:00:00Z"}
  until: {type: string, description: "end (ISO)", default: "2026-01-01T03:00:00Z"}
  pattern: {type: string, description: "a CloudWatch Logs filter pattern; empty: lines that look like errors", default: ""}
"""
import json
from contextlib import suppress
from datetime import datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
log_groups = []
asked_since = "2026-01-01T00:00:00Z"
since = "2026-01-01T00:00:00Z"
until = "2026-01-01T03:00:00Z"
pattern = ""
# end of variables

ERRORS = (
    "?ERROR ?Error ?error ?Exception ?FATAL ?fatal ?CRITICAL ?panic ?Traceback ?denied ?refused ?timeout ?ETIMEDOUT"
    ' ?"timed out" ?"too many" ?failed ?Failed ?killed ?space ?skipped ?expired ?warning ?empty'
)
MOST_LINES = 300

logs = boto3.client("logs")


def milliseconds(moment):
    return int(datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp() * 1000)


def lines_since(group, begin):
    found = []
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group,
        startTime=milliseconds(begin),
        endTime=milliseconds(until),
        filterPattern=pattern or ERRORS,
    )
    for page in pages:
        found += [{"at": event["timestamp"], "message": event["message"].strip()} for event in page.get("events", [])]
        if len(found) >= MOST_LINES:
            break
    return found


answer = {}
for group in log_groups:
    with suppress(ClientError, BotoCoreError):
        found = lines_since(group, asked_since) or lines_since(group, since)
        answer[group] = {"lines": len(found), "last": found[-10:]}
print(json.dumps(answer))
