"""Macros for metrics, logs and alarms, all made of ordinary API calls."""

import datetime as dt

from macro import macro
from seeding import ACCOUNT, REGION


@macro
def metric(c, a):  # values: "12*0.2 6*95" oldest first, ending at `end`
    vals = []
    for w in str(a["values"]).split():
        n, _, v = w.rpartition("*")
        vals += [float(v)] * (int(n) if n else 1)
    step = {"s": 1, "m": 60, "h": 3600, "d": 86400}[a.get("step", "5m")[-1]] * int(a.get("step", "5m")[:-1])
    end = c.at(a.get("end", "-5m"))
    dims = [{"Name": k, "Value": str(v)} for k, v in a.get("dims", {}).items()]
    data = [
        dict(
            MetricName=a["name"],
            Dimensions=dims,
            Timestamp=dt.datetime.fromtimestamp(end - step * (len(vals) - 1 - i), dt.timezone.utc),
            Value=v,
            Unit=a.get("unit", "Count"),
        )
        for i, v in enumerate(vals)
    ]
    for i in range(0, len(data), 100):
        c.call("cloudwatch", "put_metric_data", dict(Namespace=a["ns"], MetricData=data[i : i + 100]))


@macro
def logs(c, a):  # lines: "-12m text"
    L = c.client("logs")
    try:
        c.call("logs", "create_log_group", dict(logGroupName=a["group"]))
    except L.exceptions.ResourceAlreadyExistsException:
        pass
    st = a.get("stream", "main")
    try:
        c.call("logs", "create_log_stream", dict(logGroupName=a["group"], logStreamName=st))
    except L.exceptions.ResourceAlreadyExistsException:
        pass
    if a.get("retention"):
        c.call("logs", "put_retention_policy", dict(logGroupName=a["group"], retentionInDays=a["retention"]))
    ev = []
    for l in a.get("lines", []):
        t, _, m = l.partition(" ")
        ev.append(dict(timestamp=int(c.at(t) * 1000), message=m))
    ev.sort(key=lambda e: e["timestamp"])
    if ev:
        c.call("logs", "put_log_events", dict(logGroupName=a["group"], logStreamName=st, logEvents=ev))
    return a["group"]


@macro
def alarm(c, a):
    ops = {
        ">": "GreaterThanThreshold",
        ">=": "GreaterThanOrEqualToThreshold",
        "<": "LessThanThreshold",
        "<=": "LessThanOrEqualToThreshold",
    }
    k = dict(
        AlarmName=a["name"],
        Namespace=a["ns"],
        MetricName=a["metric"],
        Dimensions=[{"Name": x, "Value": str(y)} for x, y in a.get("dims", {}).items()],
        Threshold=float(a["threshold"]),
        ComparisonOperator=ops[a.get("op", ">")],
        Period=a.get("period", 300),
        EvaluationPeriods=a.get("evals", 1),
        Statistic=a.get("stat", "Average"),
        AlarmActions=a.get("actions", []),
        ActionsEnabled=a.get("enabled", True),
    )
    if a.get("missing"):
        k["TreatMissingData"] = a["missing"]
    if a.get("m_of_n"):
        k["DatapointsToAlarm"] = a["m_of_n"]
    c.call("cloudwatch", "put_metric_alarm", k)
    if a.get("state"):
        c.call(
            "cloudwatch",
            "set_alarm_state",
            dict(
                AlarmName=a["name"],
                StateValue=a["state"],
                StateReason=a.get("reason", "Threshold evaluation"),
            ),
        )
    return f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:" + a["name"]
