"""Reads what each service cost, month by month.

variables:
  since: {type: string, description: "first day (YYYY-MM-DD)", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", default: "2026-01-01"}
  until: {type: string, description: "day after the last (YYYY-MM-DD)", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", default: "2026-03-01"}
"""
import json

import boto3

# variables
since = "2026-01-01"
until = "2026-03-01"
# end of variables

answer = boto3.client("ce", region_name="us-east-1").get_cost_and_usage(
    TimePeriod={"Start": since, "End": until},
    Granularity="MONTHLY",
    Metrics=["UnblendedCost"],
    GroupBy=[{"Type": "DIMENSION", "Key": "SERVICE"}],
)
print(
    json.dumps(
        {
            month["TimePeriod"]["Start"]: {
                group["Keys"][0]: group["Metrics"]["UnblendedCost"]["Amount"] for group in month["Groups"]
            }
            for month in answer["ResultsByTime"]
        }
    )
)
