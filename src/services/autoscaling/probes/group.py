"""Reads Auto Scaling groups with policies, schedules, activities and their own metrics.

variables:
  group_names: {type: list, description: "names of the groups; empty: all", default: []}
  activities: {type: integer, description: "newest activities to read of each", default: 30}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
group_names = []
activities = 30
# end of variables

autoscaling = boto3.client("autoscaling")


def groups():
    found = []
    paginator = autoscaling.get_paginator("describe_auto_scaling_groups")
    if group_names:
        for page in paginator.paginate(AutoScalingGroupNames=group_names):
            found += page["AutoScalingGroups"]
    else:
        for page in paginator.paginate():
            found += page["AutoScalingGroups"]
    return found


answer = {}
for group in groups():
    name = group["AutoScalingGroupName"]
    told = answer[name] = {
        member: group.get(member) for member in ("MinSize", "MaxSize", "DesiredCapacity", "HealthCheckType", "AvailabilityZones")
    }
    told["suspended"] = [process["ProcessName"] for process in group.get("SuspendedProcesses", [])]
    told["instances"] = [
        {"id": one["InstanceId"], "health": one["HealthStatus"], "state": one["LifecycleState"]}
        for one in group.get("Instances", [])
    ]
    with suppress(ClientError, BotoCoreError):
        told["policies"] = [
            {"name": policy["PolicyName"], "type": policy.get("PolicyType")}
            for page in autoscaling.get_paginator("describe_policies").paginate(AutoScalingGroupName=name)
            for policy in page["ScalingPolicies"]
        ]
    with suppress(ClientError, BotoCoreError):
        told["scheduled"] = [
            {key: action.get(key) for key in ("ScheduledActionName", "Recurrence", "MinSize", "MaxSize", "DesiredCapacity")}
            for page in autoscaling.get_paginator("describe_scheduled_actions").paginate(AutoScalingGroupName=name)
            for action in page["ScheduledUpdateGroupActions"]
        ]
    with suppress(ClientError, BotoCoreError):
        newest = autoscaling.describe_scaling_activities(AutoScalingGroupName=name, MaxRecords=activities)["Activities"]
        told["activities"] = [
            {"status": activity["StatusCode"], "message": activity.get("StatusMessage"), "cause": activity.get("Cause")}
            for activity in newest
        ]
print(json.dumps(answer, default=str))
