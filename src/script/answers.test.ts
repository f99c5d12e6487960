import { describe, expect, it } from "vitest";
import { fixtureChecker, place } from "./fixtures/fixture-models.ts";

const checker = fixtureChecker();
const alarmsOf = async (code: string) => {
  const { diagnostics } = await checker.check({ code: `import boto3\n\n${code}\n`, ...place });
  return diagnostics.filter(({ severity }) => severity !== "info");
};

const ec2 = (lines: string): string => `ec2 = boto3.client("ec2")\n${lines}`;
const pages = (line: string): string =>
  ec2(
    `for page in ec2.get_paginator("describe_instances").paginate():\n    for r in page["Reservations"]:\n        for i in r["Instances"]:\n            ${line}`,
  );

describe("reads of answers that find nothing", () => {
  it.each([
    ["a member", ec2('print(ec2.describe_instances()["Reservation"])'), "Reservations"],
    ["a member of an element", pages('print(i["InstnaceId"])'), "InstanceId"],
    ["another case", pages('print(i["State"]["name"])'), "Name"],
    ["get()", pages('print(i.get("PublicIpAdress"))'), "PublicIpAddress"],
    ["get() of get()", pages('print(i.get("State", {}).get("Nam"))'), "Name"],
    ["in a comprehension", pages('print({t["key"]: t["Value"] for t in i.get("Tags", [])})'), "Key"],
    [
      "in a key function",
      pages('print(sorted(i["NetworkInterfaces"], key=lambda n: n["SubnetID"]))'),
      "SubnetId",
    ],
    ["an attribute", pages("print(i.State)"), '["State"]'],
    ["an attribute of the answer", ec2("print(ec2.describe_instances().Reservations)"), '["Reservations"]'],
    ["a list by a name", pages('print(r["Instances"]["InstanceId"])'), undefined],
    ["a dictionary by a number", ec2("print(ec2.describe_instances()[0])"), undefined],
    [
      "pages by a name",
      ec2('print(ec2.get_paginator("describe_instances").paginate()["Reservations"])'),
      undefined,
    ],
    ["names instead of elements", ec2('for i in ec2.describe_vpcs():\n    print(i["VpcId"])'), "Vpcs"],
    ["in", ec2('print("Vpc" in ec2.describe_vpcs())'), "Vpcs"],
    [
      "JMESPath",
      ec2(
        'print(list(ec2.get_paginator("describe_instances").paginate().search("Reservations[].Instance[].InstanceId")))',
      ),
      "Instances",
    ],
    [
      "what a function gives",
      ec2(
        'def all():\n    return [r for r in ec2.describe_instances()["Reservations"]]\n\n\nfor r in all():\n    print(r["Instance"])',
      ),
      "Instances",
    ],
    [
      "what a function gives in one way of two",
      ec2(
        'def all(deep):\n    if deep:\n        return [r for r in ec2.describe_instances()["Reservations"]]\n    return []\n\n\nfor r in all(1):\n    print(r["Instance"])',
      ),
      "Instances",
    ],
    [
      "what a generator yields",
      ec2(
        'def all():\n    for page in ec2.get_paginator("describe_instances").paginate():\n        yield from page["Reservations"]\n\n\nprint([r["Instance"] for r in all()])',
      ),
      "Instances",
    ],
    [
      "what was gathered in a list",
      ec2(
        'found = []\nfor r in ec2.describe_instances()["Reservations"]:\n    found.extend(r["Instances"])\nfor i in found:\n    print(i["Instanceid"])',
      ),
      "InstanceId",
    ],
    [
      "data of a resource",
      'for i in boto3.resource("ec2").instances.all():\n    print(i.state["name"])',
      "Name",
    ],
  ])("%s", async (_, code, suggestion) => {
    const found = await alarmsOf(code);
    expect(found.map((one) => [one.kind, one.suggestion])).toEqual([["api-name", suggestion]]);
  });

  it.each([
    ['print(error.response["Error"]["code"])', "Code"],
    ['print(error.response["error"])', "Error"],
    ["print(error.message)", '.response["Error"]'],
    ["print(error.code)", '.response["Error"]["Code"]'],
  ])("of an error that was caught: %s", async (line, suggestion) => {
    const code = `from botocore.exceptions import ClientError\n\n${ec2(`try:\n    ec2.describe_vpcs()\nexcept ClientError as error:\n    ${line}`)}`;
    expect((await alarmsOf(code)).map((one) => one.suggestion)).toEqual([suggestion]);
  });
});

describe("reads of answers that are right, or that nobody can know", () => {
  it.each([
    ["what every answer has", ec2('print(ec2.describe_vpcs()["ResponseMetadata"]["HTTPStatusCode"])')],
    [
      "a member that the script adds",
      ec2('for v in ec2.describe_vpcs()["Vpcs"]:\n    v["Extra"] = 1\n    print(v["Extra"])'),
    ],
    [
      "members that the script adds by update()",
      ec2('for v in ec2.describe_vpcs()["Vpcs"]:\n    v.update({"Extra": 1})\n    print(v["Extra"])'),
    ],
    [
      "members under names that are not literals",
      ec2(
        'import sys\n\nfor v in ec2.describe_vpcs()["Vpcs"]:\n    v[sys.argv[1]] = 1\n    print(v["Extra"])',
      ),
    ],
    [
      "elements that the script appends",
      ec2(
        'vpcs = ec2.describe_vpcs()["Vpcs"]\nvpcs.append({"Extra": 1})\nprint([v.get("Extra") for v in vpcs])',
      ),
    ],
    [
      "one function for several kinds",
      ec2(
        'def name(thing):\n    return thing.get("GroupId") or thing.get("VpcId")\n\n\nprint([name(v) for v in ec2.describe_vpcs()["Vpcs"]], [name(g) for g in ec2.describe_security_groups()["SecurityGroups"]])',
      ),
    ],
    [
      "what a decorator may change",
      ec2(
        'import functools\n\n\ndef wrapped(f):\n    @functools.wraps(f)\n    def inner():\n        return {"Extra": f()}\n\n    return inner\n\n\n@wrapped\ndef vpcs():\n    return ec2.describe_vpcs()\n\n\nprint(vpcs()["Extra"])',
      ),
    ],
    [
      "policy documents, which botocore decodes",
      'iam = boto3.client("iam")\nprint(iam.get_role(RoleName="r")["Role"]["AssumeRolePolicyDocument"]["Statement"])',
    ],
    [
      "a copy with more in it",
      ec2('for v in ec2.describe_vpcs()["Vpcs"]:\n    row = {**v, "Extra": 1}\n    print(row["Extra"])'),
    ],
    [
      "something else at another time",
      ec2('answer = ec2.describe_vpcs()\nanswer = {"Extra": answer}\nprint(answer["Extra"])'),
    ],
    [
      "a method of dictionaries",
      ec2("print(dict(ec2.describe_vpcs().items()), list(ec2.describe_vpcs().keys()))"),
    ],
    ["a slice", ec2('print([v["VpcId"] for v in ec2.describe_vpcs()["Vpcs"][:3]])')],
  ])("%s", async (_, code) => {
    expect(await alarmsOf(code)).toEqual([]);
  });
});
