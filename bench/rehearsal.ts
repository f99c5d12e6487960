import { rehearsalTools } from "../src/app/rehearsal/rehearsal-tools.ts";
import { rehearseScript } from "../src/app/rehearsal/rehearse-script.ts";
import { readSettings } from "../src/app/config.ts";
import { openWorkshop } from "../src/app/workshop.ts";
import type { Situation } from "../src/core/record/rehearsal.ts";
import { figure, type Figure } from "./sandbox.ts";

const settleMs = 900;
const code = `import boto3
ec2 = boto3.client("ec2")
for page in ec2.get_paginator("describe_instances").paginate():
    for reservation in page["Reservations"]:
        print([instance["InstanceId"] for instance in reservation["Instances"]])
`;

/** One script against made-up answers in a warm sandbox: in one situation, and in the two that a model's script goes through before it runs; milliseconds. */
export async function benchRehearsal(n = 10): Promise<readonly Figure[]> {
  await using workshop = openWorkshop({ settings: readSettings(), report: console.error });
  const place = { account: "123456789012", region: "us-east-1", now: () => new Date() };
  const tools = await rehearsalTools(workshop, place);
  const checker = await workshop.checker();
  const { policy } = await checker.check({ code, ...place });
  const sandbox = await workshop.sandbox();
  sandbox.warm();
  const measure = async (situations: readonly Situation[]): Promise<readonly number[]> => {
    const times: number[] = [];
    for (let index = 0; index < n + 2; index += 1) {
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      const begun = performance.now();
      const runs = await rehearseScript({ ...tools, sandbox, code, grant: tools.grant(policy), situations });
      if (runs.some(({ result }) => result !== "passed")) throw new Error(JSON.stringify(runs));
      if (index > 1) times.push(performance.now() - begun);
    }
    return times;
  };
  return [
    figure("rehearsal of one script, one situation", await measure(["minimal"])),
    figure("rehearsal of one script, as in the loop", await measure(["paged", "empty"])),
  ];
}
