import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunRecord } from "../../src/core/record/record.ts";
import { createNephoscope } from "../../src/index.ts";
import { simulatorWith } from "../scenarios/simulator.ts";

const program = fileURLToPath(new URL("../../bin/nephoscope.js", import.meta.url));
const closing = new AsyncDisposableStack();
const home = mkdtempSync(join(tmpdir(), "nephoscope-switch-"));
const world = { endpoint: "" };
const other = "222222222222";

beforeAll(async () => {
  world.endpoint = closing.use(await simulatorWith("demo.yaml", "shop")).endpoint;
  const session = await sessionIn(other);
  const keys = (id: string, secret: string, token = "") =>
    `aws_access_key_id=${id}\naws_secret_access_key=${secret}\n${token === "" ? "" : `aws_session_token=${token}\n`}`;
  writeFileSync(
    join(home, "credentials"),
    `[one]\n${keys("testing", "testing")}[two]\n${keys(session.id, session.secret, session.token)}`,
  );
  mkdirSync(join(home, "nephoscope"));
  // Nothing listens there: a chat goes on without it.
  writeFileSync(
    join(home, "nephoscope", "models.yaml"),
    "models:\n  - {id: mine, provider: openai-compatible, baseUrl: 'http://127.0.0.1:9/v1', prices: {input: 1, output: 1}}\n",
  );
});

afterAll(async () => {
  await closing.disposeAsync();
  rmSync(home, { recursive: true, force: true });
});

/** Keys that the simulator takes for another account's. */
async function sessionIn(account: string): Promise<{ id: string; secret: string; token: string }> {
  const scope = "Credential=testing/20260101/us-east-1/sts/aws4_request";
  const answer = await fetch(world.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`,
    },
    body: `Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::${account}:role/reader&RoleSessionName=test`,
  });
  const text = await answer.text();
  const member = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(text)?.[1] ?? "";
  return { id: member("AccessKeyId"), secret: member("SecretAccessKey"), token: member("SessionToken") };
}

function environment(more: { readonly [name: string]: string } = {}): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^AWS_|_API_KEY$/.test(name))),
    AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials"),
    AWS_ENDPOINT_URL: world.endpoint,
    AWS_REGION: "us-east-1",
    NEPHOSCOPE_HOME: join(home, "home"),
    XDG_CONFIG_HOME: home,
    ...more,
  };
}

/** A chat with these lines on its standard input. */
async function chat(lines: readonly string[], flags: readonly string[], env = environment()) {
  const child = spawn(process.execPath, [program, "chat", ...flags], { env });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.err += text));
  child.stdin.end(`${lines.join("\n")}\n`);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { ...said, code };
}

const recordsIn = (text: string) =>
  text.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as RunRecord] : []));
const reused = ({ calls }: RunRecord) => calls.filter(({ earlier }) => earlier !== undefined).length;

describe("a chat that goes on with other credentials", () => {
  it("uses nothing that was read of another account, and what was read of the same again", async () => {
    const question = "Which load balancers are there?";
    const lines = [question, "/profile two", question, "/profile one", question, "/profile nosuch", question];
    const { out, err, code } = await chat(lines, ["--profile", "one", "--offline", "--json"]);
    expect(code, err).toBe(0);
    const records = recordsIn(out);
    expect(records.map(({ scope }) => scope.account)).toEqual([
      "123456789012",
      other,
      "123456789012",
      "unknown",
    ]);
    expect(records.map(reused).map((n) => n > 0)).toEqual([false, false, true, false]);
    expect(records[1]?.usage.awsCalls).toBeGreaterThan(0);
    expect(records[3]).toMatchObject({ status: "failed", errors: [{ code: "credentials" }] });
  });

  it("takes another model, in every role, or none, and says which can be used", async () => {
    const lines = [
      "/model",
      "/model mine",
      "/model",
      "/model gpt-5.5",
      "/model none",
      "/model",
      "/model nobody",
    ];
    const { out, code } = await chat(lines, ["--model-coder", "gpt-5.5"]);
    expect(code).toBe(0);
    const said = out.split("\n").filter((line) => line !== "");
    expect(said[0]).toContain("as configured for each role");
    expect(said).toContain("    ○ mine  openai-compatible");
    expect(said).toContain("    ● mine  openai-compatible");
    expect(said).toContain("  model: gpt-5.5 (OPENAI_API_KEY is not set: it will not answer)");
    expect(said).toContain("  model: none; playbooks and analyzers answer");
    expect(said).toContain("  model: none");
    expect(out).toContain('No model is called "nobody"');
  });
});

describe("a chat whose credentials are held by another process", () => {
  it("uses again what was read, and lets nobody choose other credentials", async () => {
    const keys = { accessKeyId: "testing", secretAccessKey: "testing" };
    const brokerSocket = join(home, "broker.sock");
    await using holder = await createNephoscope({
      home: join(home, "holder"),
      endpointUrl: world.endpoint,
      region: "us-east-1",
      brokerSocket,
      credentials: keys,
    });
    const question = "Which load balancers are there?";
    await using serving = new AsyncDisposableStack();
    serving.use(await holder.serveBroker());
    const flags = ["--broker", "process", "--broker-socket", brokerSocket, "--offline", "--json"];
    const lines = [question, question, "/profile two", question];
    const { out, err, code } = await chat(lines, flags);
    expect(code, err).toBe(0);
    const records = recordsIn(out);
    expect(records.map(reused).map((n) => n > 0)).toEqual([false, true]);
    expect(records[1]?.usage.awsCalls).toBe(0);
    expect(err).toContain("the broker chooses the credentials");
  });
});
