import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings } from "../../src/app/config.ts";
import { rehearsalTools } from "../../src/app/rehearsal/rehearsal-tools.ts";
import { rehearseScript } from "../../src/app/rehearsal/rehearse-script.ts";
import type { Rehearsed } from "../../src/app/rehearsal/rehearse-script.ts";
import { openWorkshop } from "../../src/app/workshop.ts";
import type { ScriptTest } from "../../src/core/record/script-test.ts";
import { commandLine } from "../scenarios/command-line.ts";
import { forkingSandbox } from "./forking-sandbox.ts";
import { saveProbes } from "./save-probes.ts";

const folder = mkdtempSync(join(tmpdir(), "nephoscope-script-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const planted = `import boto3

ec2 = boto3.client("ec2")
for instance in ec2.describe_instances()["Reservations"][0]["Instances"]:
    print(instance["InstanceId"], instance["PublicIpAddress"])
`;

async function rehearsedPages(lines: readonly string[]): Promise<readonly Rehearsed[]> {
  await using workshop = openWorkshop({ settings: readSettings(), report: () => undefined });
  await using sandbox = forkingSandbox((await workshop.python()).path, 1);
  const place = { account: "123456789012", region: "us-east-1", now: () => new Date("2026-11-21T09:00:00Z") };
  const tools = await rehearsalTools(workshop, place);
  const checker = await workshop.checker();
  const runs: Rehearsed[] = [];
  for (const line of lines) {
    const code = `import boto3\n\nec2 = boto3.client("ec2")\n${line}\n`;
    const { policy } = await checker.check({ code, ...place });
    runs.push(
      ...(await rehearseScript({
        ...tools,
        sandbox,
        code,
        grant: tools.grant(policy),
        situations: ["paged"],
      })),
    );
  }
  return runs;
}

interface Ran {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

function runSaved(python: string, saved: string): Ran {
  const { stdout } = spawnSync(python, [join(import.meta.dirname, "run_saved.py"), saved], {
    encoding: "utf8",
  });
  const lines = stdout.split("\n");
  return {
    passed: lines.filter((line) => line.startsWith("passed")),
    failed: lines.filter((line) => line.startsWith("failed")),
  };
}

describe("script test", () => {
  it("finds what is planted: a missing member, an empty list", async () => {
    const file = join(folder, "planted.py");
    writeFileSync(file, planted);
    using line = commandLine();
    const saved = join(folder, "planted");
    const ended = await line.run(["script", "test", file, "--json", "--save", saved]);
    expect(ended.code, ended.stderr).toBe(1);
    // A door: the published shape.
    const { ok, situations } = JSON.parse(ended.stdout) as ScriptTest;
    expect(ok).toBe(false);
    const of = (name: string) => situations.find(({ situation }) => situation === name);
    expect(of("minimal")).toMatchObject({ result: "crashed", line: 5, exception: "KeyError" });
    expect(of("empty")).toMatchObject({ result: "crashed", line: 4, exception: "IndexError" });
    expect(of("enum")).toMatchObject({ result: "passed" });
    expect(of("denied")).toMatchObject({ result: "stopped", calls: 1 });
  });

  it("finds a list that is not read to its end, and takes the same read with a paginator", async () => {
    const results = await rehearsedPages([
      'print(len(ec2.describe_vpcs()["Vpcs"]))',
      'print(len(ec2.describe_vpcs(MaxResults=5)["Vpcs"]))',
      'print(sum(len(page["Vpcs"]) for page in ec2.get_paginator("describe_vpcs").paginate()))',
    ]);
    expect(results.map(({ result }) => result)).toEqual(["unread-page", "passed", "passed"]);
    expect(results[0]?.text).toContain("ec2:DescribeVpcs");
    expect(results.map(({ outcome }) => outcome.stdout.trim())).toEqual(["1", "1", "2"]);
  });

  it("saves cases that hold with moto alone, in a small account made for the script, and fail where the script does", async () => {
    const { python } = await saveProbes(folder, ["sqs/queue", "s3/buckets"]);
    const held = runSaved(python, folder);
    expect(held.failed).toEqual([]);
    expect(held.passed.length).toBeGreaterThan(20);
    expect(held.passed).toContain("passed test_sqs_queue.py::test_in_a_small_account");
    const planted = runSaved(python, join(folder, "planted"));
    expect(planted.failed.join("\n")).toContain("test_minimal KeyError: 'PublicIpAddress'");
    expect(planted.failed.join("\n")).toContain("test_empty IndexError");
    expect(planted.passed.join("\n")).toContain("test_enum_0");
  });
});
