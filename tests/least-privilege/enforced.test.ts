import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readSettings } from "../../src/app/config.ts";
import { openWorkshop } from "../../src/app/workshop.ts";
import { createNephoscope } from "../../src/index.ts";
import { ensurePython } from "../../src/sandbox/python/python-environment.ts";
import { enforcedProbes } from "../../scripts/least-privilege/enforced-probes.ts";
import { commandLine } from "../scenarios/command-line.ts";
import { simulatorWith } from "../scenarios/simulator.ts";

// A sample of `npm run least-privilege`: a user who holds exactly the derived policy, on a simulator that enforces IAM.
it("runs probes as a user who holds exactly their policy", async () => {
  await using workshop = openWorkshop({ settings: readSettings(), report: () => undefined });
  const results = await enforcedProbes(workshop, ["ec2/instances", "s3/buckets", "sqs/queues"]);
  expect(results.map(({ probe }) => probe).toSorted()).toEqual(["ec2/instances", "s3/buckets", "sqs/queues"]);
  for (const { probe, calls, refused, lacking, withoutOne } of results) {
    expect([probe, refused, lacking]).toEqual([probe, [], []]);
    expect(calls).toBeGreaterThan(0);
    // The simulator does enforce: without one action, a call is refused.
    expect(withoutOne).toBeGreaterThan(0);
  }
}, 120_000);

it("runs a script in a role's session that is held to its policy", async () => {
  await using simulator = await simulatorWith("demo.yaml", "shop");
  using line = commandLine();
  const notes: string[] = [];
  await using nepho = await createNephoscope({
    home: line.home,
    endpointUrl: simulator.endpoint,
    region: "us-east-1",
    roleArn: "arn:aws:iam::123456789012:role/reader",
    credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
    report: (text) => notes.push(text),
  });
  const code = 'import boto3\n\nprint(boto3.client("sts").get_caller_identity()["Arn"])\n';
  const { outcome, usedPolicy } = await nepho.runScript({ code });
  expect(outcome.stdout).toContain("arn:aws:sts::123456789012:assumed-role/reader/nephoscope");
  expect(usedPolicy.Statement).toMatchObject([{ Action: ["sts:GetCallerIdentity"], Resource: ["*"] }]);
  expect(notes.filter((text) => /session policy|SetSourceIdentity/.test(text))).toEqual([]);
}, 120_000);

it("goes on after a refused read, answers by another way, and names the permission to ask for", async () => {
  await using simulator = await simulatorWith("demo.yaml", "shop");
  const python = await ensurePython({ cacheFolder: readSettings().cache, report: () => undefined });
  const script = fileURLToPath(new URL("limited_user.py", import.meta.url));
  const seeded = spawnSync(python.path, [script, simulator.endpoint, "ec2:DescribeNetworkAcls"], {
    encoding: "utf8",
  });
  expect(seeded.stderr).toBe("");
  const credentials = JSON.parse(seeded.stdout);
  using line = commandLine();
  await using nepho = await createNephoscope({
    home: line.home,
    endpointUrl: simulator.endpoint,
    region: "us-east-1",
    credentials,
  });
  const { record } = nepho.ask(
    "Customers get timeouts on the shop, the load balancer shop-alb. What is wrong?",
    {
      offline: true,
    },
  );
  const { id, answer, calls } = await record;
  // The security group is at fault whatever the network ACLs say.
  expect(answer.verdict).toBe("fault-found");
  expect(answer.findings[0]?.resource.id).toBe(simulator.bound["sg_web"]);
  expect(answer.gaps.join("\n")).toContain("Allow ec2:DescribeNetworkAcls on *");
  const refused = calls.find((call) => call.refused)?.refused;
  expect(refused).toMatchObject({
    action: "ec2:DescribeNetworkAcls",
    principal: "arn:aws:iam::123456789012:user/reader",
  });

  const policy = await nepho.runs.policy(id);
  expect(policy.refused).toMatchObject([{ action: "ec2:DescribeNetworkAcls" }]);
  expect(policy.used.map(({ action }) => action)).toContain("ec2:DescribeSecurityGroups");
  expect(JSON.stringify(policy.keep)).not.toContain("ec2:DescribeNetworkAcls");
  expect(JSON.stringify(policy.granted)).toContain("ec2:DescribeNetworkAcls");
}, 120_000);
