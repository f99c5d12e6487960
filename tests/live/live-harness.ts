import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { readSettings } from "../../src/app/config.ts";
import { createNephoscope } from "../../src/index.ts";
import type { NephoscopeOptions } from "../../src/index.ts";
import { fakeAws } from "./misbehaving-aws.ts";
import type { Behaviour, Seen } from "./misbehaving-aws.ts";

/** Keys that must be found nowhere but at AWS's door. */
export const secret = "pLaNtEdSeCrEtKeY0123456789abcdefghijklmn";
export const token = "pLaNtEdSessionToken0123456789";
export const keys = { accessKeyId: "AKIAPLANTED000000001", secretAccessKey: secret };

const cache = readSettings().cache;
export const kept = { environment: { ...process.env }, folder: "" };

/** Each test has a home of its own, no AWS variables and no proxy. */
export function ownSurroundings(): void {
  beforeEach(() => {
    kept.folder = mkdtempSync(join(tmpdir(), "live-"));
    for (const name of Object.keys(process.env))
      if (/^(?:AWS_|HTTPS?_PROXY)/i.test(name)) delete process.env[name];
    mkdirSync(join(kept.folder, ".aws"));
    process.env["HOME"] = kept.folder;
    process.env["AWS_CONFIG_FILE"] = join(kept.folder, ".aws", "config");
    process.env["AWS_SHARED_CREDENTIALS_FILE"] = join(kept.folder, ".aws", "credentials");
    process.env["AWS_EC2_METADATA_DISABLED"] = "true";
    // The cache may lie below the real home.
    process.env["NEPHOSCOPE_CACHE"] = cache;
  });

  afterEach(() => {
    process.env = { ...kept.environment };
  });
}

export async function live(options: NephoscopeOptions, callSeconds = 2) {
  const home = join(kept.folder, "home");
  await using nepho = await createNephoscope({ home, region: "us-east-1", ...options });
  const report = await nepho.doctorLive({ callSeconds });
  expect((await nepho.audit.verify()).ok).toBe(true);
  const files = readdirSync(home, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  for (const text of [JSON.stringify(report), ...files])
    for (const planted of [secret, token, "pLaNtEd"]) expect(text.includes(planted)).toBe(false);
  return report;
}

/** The report of a misbehaving server, with given keys. */
export async function against(behave: Behaviour, callSeconds?: number) {
  await using server = await fakeAws({ behave });
  const report = await live({ endpointUrl: server.endpoint, credentials: keys }, callSeconds);
  return { report, seen: server.seen };
}

export const isRead = ({ operation }: Seen) => operation !== "GetCallerIdentity";
export const resultsOf = (report: Awaited<ReturnType<typeof live>>) =>
  Object.fromEntries(
    report.reads.map(({ service, operation, result }) => [`${service}:${operation}`, result]),
  );

export function config(text: string): void {
  writeFileSync(join(kept.folder, ".aws", "config"), text);
}

/** A credential process that gives the keys of `names` one after the other, the last one for ever. */
export function processOf(names: readonly string[], expiresIn = 3_600): string {
  const script = join(kept.folder, "keys.sh");
  const counter = join(kept.folder, "count");
  const cases = names.map((name, index) => `${index === names.length - 1 ? "*" : index}) K=${name};;`);
  writeFileSync(counter, "");
  writeFileSync(
    script,
    `#!/bin/sh\nN=$(wc -c < ${counter})\nprintf x >> ${counter}\ncase $N in ${cases.join(" ")} esac\n` +
      `printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"${secret}","SessionToken":"${token}","Expiration":"%s"}' $K $(date -u -d '+${expiresIn} seconds' +%Y-%m-%dT%H:%M:%SZ)\n`,
  );
  chmodSync(script, 0o755);
  return script;
}
