import { defaultLimits, type Job, type Sandbox } from "../../../src/core/sandbox.ts";
import type { Outcome } from "../../../src/core/script.ts";

/** Runs a script with small limits; connections are closed unless the job says otherwise. */
export function run(sandbox: Sandbox, code: string, job: Partial<Job> = {}): Promise<Outcome> {
  return sandbox.run({
    code,
    region: "eu-west-1",
    connect: (stream) => void stream.destroy(),
    ...job,
    limits: { ...defaultLimits, seconds: 60, ...job.limits },
  });
}
