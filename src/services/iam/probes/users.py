"""Reads how the users of the account sign in: console passwords, MFA devices, access keys and when these were last used.

variables:
  user_names: {type: list, description: "names of users; empty: all", pattern: "^[A-Za-z0-9_+=,.@-]{1,64}$", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
user_names = []
# end of variables

iam = boto3.client("iam")

names = list(user_names)
if not names:
    names = [user["UserName"] for page in iam.get_paginator("list_users").paginate() for user in page["Users"]]
answer = {"users": {}}
with suppress(ClientError, BotoCoreError):
    summary = iam.get_account_summary()["SummaryMap"]
    answer["root"] = {key: summary.get(key) for key in ("AccountMFAEnabled", "AccountAccessKeysPresent")}
for name in names:
    told = answer["users"][name] = {"console": False}
    with suppress(ClientError, BotoCoreError):
        told["console"] = bool(iam.get_login_profile(UserName=name)["LoginProfile"])
    with suppress(ClientError, BotoCoreError):
        told["mfa"] = [
            device["SerialNumber"]
            for page in iam.get_paginator("list_mfa_devices").paginate(UserName=name)
            for device in page["MFADevices"]
        ]
    with suppress(ClientError, BotoCoreError):
        keys = [
            key
            for page in iam.get_paginator("list_access_keys").paginate(UserName=name)
            for key in page["AccessKeyMetadata"]
        ]
        told["keys"] = [{"status": key["Status"], "created": str(key["CreateDate"])} for key in keys]
        for key in keys:
            with suppress(ClientError, BotoCoreError):
                iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
print(json.dumps(answer))
