"""Reads metrics of one resource over time, each with one statistic.

variables:
  namespace: {type: string, description: "namespace of the metrics", pattern: "^[A-Za-z0-9./_#:-]{1,255}$", default: "AWS/EC2"}
  metrics: {type: list, description: "metric and statistic, as CPUUtilization:Average; never a percentile", pattern: "^[^:]{1,255}:(Average|Sum|Minimum|Maximum|SampleCount)$", default: []}
  dimensions: {type: list, description: "dimensions, as InstanceId=i-1", pattern: "^[^=]{1,255}=.{1,1024}$", default: []}
  discover: {type: boolean, description: "also read every combination of further dimensions that these metrics have", default: false}
  since: {type: string, description: "begin (ISO)", default: "2026-01-01T00:00:00Z"}
  until: {type: string, description: "end (ISO)", default: "2026-01-01T03:00:00Z"}
  period: {type: integer, description: "seconds between data points", default: 300}
"""
import json
from datetime import datetime

import boto3

# variables
namespace = "AWS/EC2"
metrics = []
dimensions = []
discover = False
since = "2026-01-01T00:00:00Z"
until = "2026-01-01T03:00:00Z"
period = 300
# end of variables

MOST_SERIES = 100

cloudwatch = boto3.client("cloudwatch")


def at(moment):
    return datetime.fromisoformat(moment.replace("Z", "+00:00"))


given = [{"Name": pair.split("=", 1)[0], "Value": pair.split("=", 1)[1]} for pair in dimensions]
wanted = [(metric.split(":")[0], metric.split(":")[1], given) for metric in metrics]
if discover:
    pages = cloudwatch.get_paginator("list_metrics").paginate(Namespace=namespace, Dimensions=given)
    stats = dict(metric.split(":") for metric in metrics)
    for page in pages:
        for metric in page["Metrics"]:
            if metric["MetricName"] in stats and len(metric["Dimensions"]) > len(given):
                wanted.append((metric["MetricName"], stats[metric["MetricName"]], metric["Dimensions"]))

queries = [
    {
        "Id": f"m{index}",
        "MetricStat": {
            "Metric": {"Namespace": namespace, "MetricName": name, "Dimensions": dims},
            "Period": period,
            "Stat": stat,
        },
    }
    for index, (name, stat, dims) in enumerate(wanted[:MOST_SERIES])
]
values = {}
pages = cloudwatch.get_paginator("get_metric_data").paginate(
    MetricDataQueries=queries, StartTime=at(since), EndTime=at(until), ScanBy="TimestampDescending"
)
for page in pages:
    for result in page["MetricDataResults"]:
        values.setdefault(f"{result['Id']} {result['Label']}", []).extend(result["Values"])
print(
    json.dumps(
        {
            label: {"points": len(found), "newest": found[:6], "highest": max(found, default=None)}
            for label, found in values.items()
        }
    )
)
