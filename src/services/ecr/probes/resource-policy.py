"""Reads a repository's description, policy and tags.

variables:
  repository: {type: string, description: "name of the repository", pattern: "^[a-z0-9._/-]+$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
repository = ""
region = ""
# end of variables

ecr = boto3.client("ecr", region_name=region)
refused = []


def attempt(what, read):
    try:
        found = read()
        found.pop("ResponseMetadata", None)
        return found
    except ClientError as error:
        refused.append({"read": what, "error": error.response["Error"]["Code"]})
        return None


report = {
    "repository": attempt("DescribeRepositories", lambda: ecr.describe_repositories(repositoryNames=[repository])),
    "policy": attempt("GetRepositoryPolicy", lambda: ecr.get_repository_policy(repositoryName=repository)),
}
print(json.dumps({**report, "refused": refused}, default=str))
