import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../../src/app/config.ts";
import { openWorkshop } from "../../../src/app/workshop.ts";

// A sample with every protocol and the oddities of S3, Route 53, Lambda and DynamoDB; `npm run conformance:encode` does all services.
const sample = [
  "sts",
  "iam",
  "ec2",
  "s3",
  "route53",
  "sqs",
  "dynamodb",
  "lambda",
  "apigateway",
  "cloudwatchomni",
];

describe("answers that we encode", () => {
  it("are read by botocore as they were meant", async () => {
    await using workshop = openWorkshop({ settings: readSettings(), report: () => undefined });
    const { path, sitePackages } = await workshop.python();
    const run = (program: string, args: readonly string[], input = "") =>
      spawnSync(program, args, { input, encoding: "utf8", maxBuffer: 256 * 1024 ** 2 });
    const data = join(sitePackages, "botocore", "data");
    const answers = run(process.execPath, [join(import.meta.dirname, "answers.ts"), data, ...sample]);
    expect(answers.stdout.split("\n").length, answers.stderr).toBeGreaterThan(3000);
    const judged = run(path, [join(import.meta.dirname, "judge.py")], answers.stdout);
    expect(judged.stderr).toBe("");
    expect(judged.stdout).not.toContain("read otherwise");
    expect(judged.status, judged.stdout).toBe(0);
  });
});
