import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RunRecord } from "../../src/core/record/record.ts";
import { commandLine } from "../scenarios/command-line.ts";
import { simulatorWith } from "../scenarios/simulator.ts";
import { errorFor, fakeAws } from "./misbehaving-aws.ts";

const question = "Customers get timeouts on the shop, the load balancer shop-alb. What is wrong?";

/** A profile whose process gives `old` keys first, and `next` ones from then on. */
function profileWith(old: string, next: string) {
  const folder = mkdtempSync(join(tmpdir(), "expiry-"));
  const [script, count] = [join(folder, "keys.sh"), join(folder, "count")];
  writeFileSync(
    script,
    `#!/bin/sh\nif [ -e ${count} ]; then K=${next}; else K=${old}; fi\ntouch ${count}\n` +
      `printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"testing","SessionToken":"testing"}' $K\n`,
  );
  chmodSync(script, 0o755);
  writeFileSync(
    join(folder, "config"),
    `[profile dev]\ncredential_process = ${script}\nregion = us-east-1\n`,
  );
  return { AWS_CONFIG_FILE: join(folder, "config"), AWS_SHARED_CREDENTIALS_FILE: join(folder, "none") };
}

async function askWith(keys: { old: string; next: string }, goodCalls: number) {
  await using simulator = await simulatorWith("demo.yaml", "shop");
  const count = { old: 0 };
  await using aws = await fakeAws({
    upstream: simulator.endpoint,
    behave: (seen) => {
      if (seen.accessKey !== keys.old) return undefined;
      count.old += 1;
      return count.old <= goodCalls
        ? undefined
        : errorFor(seen, 400, "ExpiredToken", "The security token included in the request is expired");
    },
  });
  using line = commandLine(profileWith(keys.old, keys.next));
  const words = ["ask", question, "--offline", "--json", "--profile", "dev", "--endpoint-url", aws.endpoint];
  const ended = await line.run(words);
  const verified = await line.run(["audit", "verify", "--json"]);
  return { ended, record: RunRecord.parse(JSON.parse(ended.stdout)), audit: JSON.parse(verified.stdout) };
}

describe("ask, with credentials that expire in mid-run", () => {
  it("renews them once, and answers as if nothing had been", async () => {
    const { ended, record, audit } = await askWith(
      { old: "ASIAOLD0000000000001", next: "ASIANEW0000000000001" },
      8,
    );
    expect(ended.code).toBe(0);
    expect(record).toMatchObject({ status: "answered", answer: { verdict: "fault-found", gaps: [] } });
    expect(record.calls.filter((call) => call.error?.code.startsWith("Expired"))).toEqual([]);
    expect(audit).toMatchObject({ ok: true });
    expect(record.audit?.seq).toBeGreaterThan(30);
  });

  it("says what to type where there are no newer ones, and keeps what was known", async () => {
    const key = "ASIAOLD0000000000001";
    const { ended, record, audit } = await askWith({ old: key, next: key }, 8);
    expect(ended.code).toBe(3);
    expect(record.status).toBe("failed");
    expect(record.errors.at(-1)).toMatchObject({
      code: "credentials",
      message: 'The credentials of the profile "dev" have expired, and there are no newer ones.',
      next: expect.stringContaining("aws sso login --profile dev"),
    });
    expect(record.calls.filter((call) => call.status === 200).length).toBeGreaterThan(3);
    expect(audit).toMatchObject({ ok: true });
  });
});
