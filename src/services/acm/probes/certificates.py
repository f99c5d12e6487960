"""Reads certificates with their validation, expiry and use, DNS records, and the certificates of load balancer listeners.

variables:
  certificate_arns: {type: list, description: "only these certificates; empty: all", pattern: "^arn:[a-z-]+:acm:", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
certificate_arns = []
# end of variables

KEYS = ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"]

acm = boto3.client("acm")
balancers = boto3.client("elbv2")
route53 = boto3.client("route53")

answer = {"certificates": {}, "listeners": {}, "zones": []}
arns = list(certificate_arns)
if not arns:
    with suppress(ClientError, BotoCoreError):
        for page in acm.get_paginator("list_certificates").paginate(Includes={"keyTypes": KEYS}):
            arns += [certificate["CertificateArn"] for certificate in page["CertificateSummaryList"]]
for arn in arns:
    with suppress(ClientError, BotoCoreError):
        certificate = acm.describe_certificate(CertificateArn=arn)["Certificate"]
        answer["certificates"][arn] = {
            member: certificate.get(member)
            for member in ("DomainName", "SubjectAlternativeNames", "Status", "Type", "NotAfter", "InUseBy")
        }
with suppress(ClientError, BotoCoreError):
    for page in balancers.get_paginator("describe_load_balancers").paginate():
        for balancer in page["LoadBalancers"]:
            for listed in balancers.get_paginator("describe_listeners").paginate(LoadBalancerArn=balancer["LoadBalancerArn"]):
                for listener in listed["Listeners"]:
                    if not listener.get("Certificates"):
                        continue
                    own = answer["listeners"].setdefault(listener["ListenerArn"], [])
                    with suppress(ClientError, BotoCoreError):
                        for one in balancers.get_paginator("describe_listener_certificates").paginate(
                            ListenerArn=listener["ListenerArn"]
                        ):
                            own += [certificate["CertificateArn"] for certificate in one["Certificates"]]
with suppress(ClientError, BotoCoreError):
    for page in route53.get_paginator("list_hosted_zones").paginate():
        for zone in page["HostedZones"]:
            answer["zones"].append(zone["Name"])
            with suppress(ClientError, BotoCoreError):
                for _records in route53.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone["Id"]):
                    pass
print(json.dumps(answer, default=str))
