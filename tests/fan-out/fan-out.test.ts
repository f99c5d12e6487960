import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSettings } from "../../src/app/config.ts";
import { createNephoscope } from "../../src/index.ts";
import type { Nephoscope, NephoscopeOptions } from "../../src/index.ts";
import { ensurePython } from "../../src/sandbox/python/python-environment.ts";
import { startSimulator } from "../../src/simulate/start-simulator.ts";

const folder = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const second = "222222222222";
const reader = `arn:aws:iam::${second}:role/reader`;
const refused = "arn:aws:iam::333333333333:role/refused";
const closing = new AsyncDisposableStack();
const world = { endpoint: "", web: "", ledger: "", home: mkdtempSync(join(tmpdir(), "nephoscope-fan-out-")) };

beforeAll(async () => {
  const python = await ensurePython({ cacheFolder: readSettings().cache, report: () => undefined });
  const simulator = closing.use(
    await startSimulator({ python: python.path, pythonFolder: folder("../../python") }),
  );
  const { stdout } = await promisify(execFile)(python.path, [folder("seed.py"), simulator.endpoint]);
  Object.assign(world, JSON.parse(stdout));
  world.endpoint = await refusing(simulator.endpoint);
}, 120_000);

afterAll(async () => {
  await closing.disposeAsync();
  rmSync(world.home, { recursive: true, force: true });
});

/** The simulator behind an STS that refuses one role, as a trust policy would. */
async function refusing(endpoint: string): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      if (body.includes("AssumeRole") && body.includes("refused")) {
        outgoing.writeHead(403, { "content-type": "text/xml" });
        outgoing.end(
          "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>",
        );
        return;
      }
      const options = { method: incoming.method, headers: incoming.headers, agent: false };
      const forwarded = httpRequest(new URL(incoming.url ?? "/", endpoint), options, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      forwarded.end(body);
    });
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  closing.defer(() => void server.close());
  const address = server.address();
  return `http://localhost:${typeof address === "object" && address ? address.port : 0}`;
}

const opened = new Map<string, Promise<Nephoscope>>();

/** One for each set of places: what it warmed serves the next test. */
function nephoscope(options: Pick<NephoscopeOptions, "region" | "roleArn" | "includeBase">) {
  const key = JSON.stringify(options);
  const made =
    opened.get(key) ??
    createNephoscope({
      ...options,
      home: world.home,
      endpointUrl: world.endpoint,
      credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
    }).then((nepho) => closing.use(nepho));
  opened.set(key, made);
  return made;
}

const everywhere = { region: ["us-east-1", "eu-central-1"], roleArn: reader, includeBase: true };
const resizer = "Why is every invocation of the function resizer throttled?";

describe("a run over two accounts and two regions", () => {
  it("follows a packet over a peering into the other account's region", async () => {
    const nepho = await nephoscope(everywhere);
    const path = { from: world.web, to: world.ledger, protocol: "tcp" as const };
    const open = await nepho.explainPath({ ...path, port: 5432 });
    expect(open).toMatchObject({ reachable: "yes", missing: [] });
    const read = new Set(open.calls.map(({ account, region }) => `${account ?? ""} ${region}`));
    expect([...read].toSorted()).toEqual([
      "123456789012 eu-central-1",
      "123456789012 us-east-1",
      `${second} eu-central-1`,
      `${second} us-east-1`,
    ]);
    const closed = await nepho.explainPath({ ...path, port: 5433 });
    expect(closed.reachable).toBe("no");
    expect(closed.blockedBy[0]).toMatchObject({ direction: "in" });
  }, 240_000);

  it("does not know the other side where only one account is read", async () => {
    const nepho = await nephoscope({ region: "us-east-1" });
    const asked = { from: world.web, to: "10.2.0.4", port: 5432, protocol: "tcp" as const };
    expect((await nepho.explainPath(asked)).reachable).toBe("unknown");
  }, 120_000);

  const app = "arn:aws:iam::123456789012:role/app";
  const cases = [
    [
      "a bucket whose policy names the caller",
      app,
      "s3:GetObject",
      "arn:aws:s3:::second-shared/x",
      "allowed",
    ],
    [
      "a bucket whose policy names another",
      app,
      "s3:GetObject",
      "arn:aws:s3:::second-closed/x",
      "denied-implicitly",
    ],
    [
      "a caller without a policy of its own",
      app.replace("app", "idle"),
      "s3:GetObject",
      "arn:aws:s3:::second-shared/x",
      "denied-implicitly",
    ],
    [
      "a role that trusts the caller's account",
      app,
      "sts:AssumeRole",
      `arn:aws:iam::${second}:role/open-to-first`,
      "allowed",
    ],
    [
      "a role of the caller's own name that trusts nobody",
      app,
      "sts:AssumeRole",
      `arn:aws:iam::${second}:role/app`,
      "denied-implicitly",
    ],
  ] as const;
  it.each(cases)(
    "decides with both sides read: %s",
    async (_name, principal, action, resource, decision) => {
      const nepho = await nephoscope(everywhere);
      const record = await nepho.explainAccess({ principal, action, resource, context: {} });
      expect(record).toMatchObject({ decision, missing: [] });
    },
    120_000,
  );

  it("finds the fault where it is, of three functions of one name", async () => {
    const nepho = await nephoscope(everywhere);
    const record = await nepho.ask(resizer, { offline: true }).record;
    expect(record.answer.verdict).toBe("fault-found");
    expect(record.answer.findings[0]).toMatchObject({
      resource: { id: "resizer", account: second, region: "eu-central-1" },
      property: expect.stringMatching(/concurren/i),
    });
    expect(record.answer.findings[0]?.fix?.commands[0]?.slice(-2)).toEqual(["--region", "eu-central-1"]);
    const blamed = record.answer.findings.filter(({ severity }) => severity !== "info");
    expect(blamed.every(({ resource }) => resource.account === second)).toBe(true);
    expect(record.scope.targets).toHaveLength(4);
    expect(record.grant.mandate.accounts.toSorted()).toEqual(["123456789012", second]);
    for (const step of record.steps) {
      const places = record.calls.filter(({ n }) => step.calls.includes(n)).map(({ account }) => account);
      expect([...new Set(places)]).toEqual(places.length === 0 ? [] : [step.target?.account]);
    }
  }, 240_000);

  it("names the account that could not be opened, and answers for the rest", async () => {
    const nepho = await nephoscope({ region: "eu-central-1", roleArn: [reader, refused] });
    const record = await nepho.ask(resizer, { offline: true }).record;
    expect(record.answer.verdict).toBe("fault-found");
    expect(record.scope.unreached).toEqual([{ what: refused, why: expect.stringContaining("AssumeRole") }]);
    expect(record.answer.gaps.join("\n")).toContain(`${refused} was not read`);
  }, 240_000);
});
