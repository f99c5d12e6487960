import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings } from "../src/app/config.ts";
import { openWorkshop } from "../src/app/workshop.ts";
import { grantedPatterns } from "../src/core/policy/used-policy.ts";
import { figure, type Figure } from "./sandbox.ts";

const script = (mark: number) => `import boto3

iam = boto3.client("iam")
print(boto3.client("ec2").describe_instances())
print(boto3.client("s3").list_objects_v2(Bucket="acme-${mark}"))
print(iam.get_role(RoleName="deploy"))
print(boto3.client("lambda").get_function_configuration(FunctionName="worker"))
print(boto3.client("sqs").get_queue_attributes(QueueUrl="https://sqs.us-east-1.amazonaws.com/123456789012/jobs"))
`;

/** What policy_sentry is told by hand to get there: the resources, and what sort of access. */
const template = `mode: crud
read:
- arn:aws:s3:::acme
- arn:aws:iam::123456789012:role/deploy
- arn:aws:lambda:us-east-1:123456789012:function:worker
- arn:aws:sqs:us-east-1:123456789012:jobs
list:
- arn:aws:s3:::acme
skip-resource-constraints:
- ec2:DescribeInstances
`;

/** The whole check of a five-call script down to its policy, warm, against policy_sentry as a subprocess in the same run; milliseconds. */
export async function benchPolicy(n = 40): Promise<readonly Figure[]> {
  const settings = readSettings();
  await using workshop = openWorkshop({ settings, report: console.error });
  const checker = await workshop.freshChecker();
  const check = (mark: number) =>
    checker.check({ code: script(mark), account: "123456789012", region: "us-east-1" });
  for (let warm = 0; warm < 5; warm += 1) await check(-warm);
  const ours: number[] = [];
  for (let index = 0; index < n; index += 1) {
    const begun = performance.now();
    await check(index);
    ours.push(performance.now() - begun);
  }
  const actions = grantedPatterns((await check(n)).policy).map(({ action }) => action);
  const bin = policySentry(settings.cache, (await workshop.python()).path);
  const theirs = bin === undefined ? undefined : sentryRuns(bin, Math.min(n, 10));
  return [
    figure(`check a five-call script, policy of ${actions.length} actions`, ours),
    ...(theirs ? [figure(`policy_sentry, policy of ${theirs.actions} actions`, theirs.times)] : []),
  ];
}

/** A virtual environment with policy_sentry, made on first use; undefined where it cannot be had. */
function policySentry(cacheFolder: string, python: string): string | undefined {
  const folder = join(cacheFolder, "bench-policy-sentry");
  const command = join(folder, "bin", "policy_sentry");
  if (existsSync(command)) return command;
  mkdirSync(cacheFolder, { recursive: true });
  spawnSync(python, ["-m", "venv", folder], { stdio: "ignore" });
  spawnSync(join(folder, "bin", "pip"), ["install", "--quiet", "policy_sentry"], { stdio: "ignore" });
  return existsSync(command) ? command : undefined;
}

function sentryRuns(
  command: string,
  n: number,
): { readonly times: readonly number[]; readonly actions: number } {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-bench-"));
  const file = join(folder, "crud.yml");
  writeFileSync(file, template);
  const runs = Array.from({ length: n }, () => {
    const begun = performance.now();
    const { stdout } = spawnSync(command, ["write-policy", "--input-file", file], { encoding: "utf8" });
    return { ms: performance.now() - begun, actions: (stdout.match(/"[a-z0-9-]+:[A-Z]\w+"/g) ?? []).length };
  });
  rmSync(folder, { recursive: true });
  return { times: runs.map(({ ms }) => ms), actions: runs.at(-1)?.actions ?? 0 };
}
