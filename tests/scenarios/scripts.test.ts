import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandLine } from "./command-line.ts";
import { simulatorWith } from "./simulator.ts";

function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "nephoscope-script-")), name);
  writeFileSync(path, text);
  return path;
}

const lists = `import boto3
ec2 = boto3.client("ec2")
for page in ec2.get_paginator("describe_instances").paginate():
    for reservation in page["Reservations"]:
        for instance in reservation["Instances"]:
            print(instance["InstanceId"])
`;
const deletes = `import boto3
print(boto3.client("ec2").delete_vpc(VpcId="vpc-0123456789abcdef0"))
`;

describe("script check", () => {
  it("accepts a correct script, with the policy that it needs and no more", async () => {
    using line = commandLine();
    const ended = await line.run(["script", "check", file("main.py", lists), "--json"]);
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      ok: true,
      calls: [
        {
          service: "ec2",
          operation: "DescribeInstances",
          action: "ec2:DescribeInstances",
          effects: ["pure"],
          certain: true,
        },
      ],
      policy: { Statement: [{ Effect: "Allow", Action: ["ec2:DescribeInstances"], Resource: ["*"] }] },
    });
  });

  it("rejects a method that does not exist, and names the right one", async () => {
    using line = commandLine();
    const ended = await line.run([
      "script",
      "check",
      file("main.py", lists.replace("describe_instances", "describe_instnces")),
      "--json",
    ]);
    expect(ended.code).toBe(1);
    const { diagnostics } = JSON.parse(ended.stdout) as {
      diagnostics: { kind: string; suggestion?: string }[];
    };
    expect(diagnostics.find((one) => one.kind === "api-name")?.suggestion).toBe("describe_instances");
  });
});

describe("script run and --alarm", () => {
  it("runs a script in the sandbox through the broker, and tells what it used", async () => {
    await using simulator = await simulatorWith("demo.yaml", "shop");
    using line = commandLine();
    const cloud = ["--endpoint-url", simulator.endpoint, "--region", "us-east-1", "--json"];
    const ended = await line.run(["script", "run", file("main.py", lists), ...cloud]);
    const result = JSON.parse(ended.stdout) as {
      outcome: { exitCode: number; stdout: string };
      calls: { operation: string; decision: string }[];
      usedPolicy: unknown;
    };
    expect(result.outcome.exitCode).toBe(0);
    expect(result.outcome.stdout).toContain(String(simulator.bound["web1"]));
    expect(result.calls).toMatchObject([{ operation: "DescribeInstances", decision: "allowed" }]);
    expect(JSON.stringify(result.usedPolicy)).toContain("ec2:DescribeInstances");

    const refused = await line.run(["script", "run", file("main.py", deletes), ...cloud]);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      calls: [{ operation: "DeleteVpc", decision: "denied", deniedBy: "ceiling" }],
    });
  });

  it("makes the question from an alarm, and says when there is none", async () => {
    await using simulator = await simulatorWith("catalogue.yaml", "comp-07");
    using line = commandLine();
    const cloud = ["--endpoint-url", simulator.endpoint, "--region", "us-east-1", "--json", "--offline"];
    const ended = await line.run(["ask", "--alarm", "web-7-cpu", ...cloud]);
    const record = JSON.parse(ended.stdout) as { question: string; answer: { verdict: string } };
    expect(record.question).toContain(String(simulator.bound["i"]));
    expect(record.answer.verdict).toBe("no-fault-found");
    const none = await line.run(["ask", "--alarm", "nosuch", ...cloud]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain("nosuch");
  });
});
