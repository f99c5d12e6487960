"""Reads web ACLs with rules, IP sets, what they protect, and how much each rule blocked.

variables:
  resource_arns: {type: list, description: "load balancers or API stages whose web ACL is looked up", pattern: "^arn:", default: []}
  since: {type: string, description: "begin of the metrics (ISO)", default: "2026-01-01T00:00:00Z"}
  until: {type: string, description: "end of the metrics (ISO)", default: "2026-01-01T03:00:00Z"}
  period: {type: integer, description: "seconds between data points", default: 300}
"""
import json
from contextlib import suppress
from datetime import datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
resource_arns = []
since = "2026-01-01T00:00:00Z"
until = "2026-01-01T03:00:00Z"
period = 300
# end of variables

waf = boto3.client("wafv2")
cloudwatch = boto3.client("cloudwatch")


def at(moment):
    return datetime.fromisoformat(moment.replace("Z", "+00:00"))


answer = {"webACLs": {}, "ipSets": {}}
with suppress(ClientError, BotoCoreError):
    for entry in waf.list_web_acls(Scope="REGIONAL")["WebACLs"]:
        acl = waf.get_web_acl(Name=entry["Name"], Id=entry["Id"], Scope="REGIONAL")["WebACL"]
        rules = [rule["Name"] for rule in acl.get("Rules", [])]
        told = answer["webACLs"][entry["Name"]] = {"rules": rules, "protects": []}
        for kind in ("APPLICATION_LOAD_BALANCER", "API_GATEWAY"):
            with suppress(ClientError, BotoCoreError):
                told["protects"] += waf.list_resources_for_web_acl(WebACLArn=entry["ARN"], ResourceType=kind)["ResourceArns"]
        with suppress(ClientError, BotoCoreError):
            queries = [
                {
                    "Id": f"m{index}",
                    "MetricStat": {
                        "Metric": {
                            "Namespace": "AWS/WAFV2",
                            "MetricName": "BlockedRequests",
                            "Dimensions": [
                                {"Name": "WebACL", "Value": entry["Name"]},
                                {"Name": "Rule", "Value": rule},
                                {"Name": "Region", "Value": waf.meta.region_name},
                            ],
                        },
                        "Period": period,
                        "Stat": "Sum",
                    },
                }
                for index, rule in enumerate(rules)
            ]
            if queries:
                for page in cloudwatch.get_paginator("get_metric_data").paginate(
                    MetricDataQueries=queries, StartTime=at(since), EndTime=at(until)
                ):
                    for result in page["MetricDataResults"]:
                        told.setdefault("blocked", {})[rules[int(result["Id"][1:])]] = sum(result["Values"])
for arn in resource_arns:
    with suppress(ClientError, BotoCoreError):
        own = waf.get_web_acl_for_resource(ResourceArn=arn).get("WebACL")
        answer.setdefault("inFrontOf", {})[arn] = own and own["Name"]
with suppress(ClientError, BotoCoreError):
    for entry in waf.list_ip_sets(Scope="REGIONAL")["IPSets"]:
        addresses = waf.get_ip_set(Name=entry["Name"], Id=entry["Id"], Scope="REGIONAL")["IPSet"]["Addresses"]
        answer["ipSets"][entry["Name"]] = addresses[:50]
print(json.dumps(answer))
