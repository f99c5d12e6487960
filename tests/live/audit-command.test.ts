import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createSqliteStore } from "../../src/store/sqlite-store.ts";
import { runStart, toldCall } from "../../src/testing/told-run.ts";
import { fakeAws } from "./misbehaving-aws.ts";
import { commandLine } from "../scenarios/command-line.ts";

const at = "2026-11-21T10:00:00.000Z";
const hostile = "\u001b]52;c;cGF5bG9hZA==\u0007 \u202e=1+1";

describe("nephoscope audit", () => {
  it("shows, exports, verifies and locates a break, and leaves no control character in a terminal", async () => {
    using line = commandLine();
    const database = join(line.home, "nephoscope.db");
    await using store = createSqliteStore({ file: database });
    await store.append("hostile", at, runStart({ question: hostile }));
    const denied = { decision: "denied", deniedBy: "policy", reason: hostile } as const;
    await store.append("hostile", at, { kind: "call", attempt: 1, call: toldCall(1, undefined, denied) });

    // This process lives and works on the run.
    await using aws = await fakeAws();
    const cloud = ["--region", "us-east-1", "--endpoint-url", aws.endpoint];
    const resumed = await line.run(["runs", "resume", "hostile", ...cloud]);
    expect(resumed.code).toBe(5);
    expect(resumed.stderr).toContain(`is being worked on by process ${process.pid}`);
    expect(resumed.stderr).toContain("runs resume hostile");

    await store.append("hostile", at, { kind: "run-end", status: "answered", errors: [], ms: 1 });
    const shown = await line.run(["audit", "show", "--run", "host"]);
    expect(shown.stdout).toContain("denied by policy: \\u001b]52;c;");
    expect(shown.stdout).toContain("ec2:DescribeInstances");
    // eslint-disable-next-line no-control-regex
    expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(shown.stdout)).toBe(false);
    expect(JSON.parse((await line.run(["audit", "show", "--kind", "call", "--json"])).stdout)).toHaveLength(
      1,
    );

    const head = (await line.run(["audit", "head"])).stdout.trim();
    expect(head).toMatch(/^\d+:sha256:[0-9a-f]{64}$/);
    const whole = await line.run(["audit", "verify", "--json", "--head", head]);
    expect([whole.code, JSON.parse(whole.stdout)]).toMatchObject([0, { ok: true, faults: [] }]);

    const file = join(line.home, "log.csv");
    expect((await line.run(["audit", "export", "--format", "csv", "--out", file])).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await line.run(["audit", "verify", file])).stdout).toContain("the audit log is whole");

    using raw = new DatabaseSync(database);
    raw.exec(
      "DROP TRIGGER audit_is_never_changed; UPDATE audit SET body = replace(body, 'denied', 'allowed') WHERE seq = 2",
    );
    const broken = await line.run(["audit", "verify"]);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain("entry 2");
    expect(broken.stdout).toMatch(/altered .*\n\s+expected sha256:.*\n\s+found\s+sha256:/);
    expect((await line.run(["audit", "verify", file])).code).toBe(0);
    const nonsense = await line.run(["audit", "verify", "--head", "nonsense"]);
    expect([nonsense.code, nonsense.stderr.includes("audit head")]).toEqual([2, true]);
  });
});
