import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { readSettings } from "../../src/app/config.ts";
import { redactDocument } from "../../src/aws/redact/redact-document.ts";
import { loadModels } from "../../src/content/load-models.ts";
import { parsePlaybook } from "../../src/content/load-playbooks.ts";
import { parseProbe } from "../../src/content/load-probes.ts";
import { AppError } from "../../src/core/errors.ts";
import { EventBody } from "../../src/core/event.ts";
import { foldRun } from "../../src/core/fold/fold-run.ts";
import { atPointer, toPointer } from "../../src/core/json/json.ts";
import type { Json } from "../../src/core/json/json.ts";
import { factsOf } from "../../src/facts/fact-base.ts";
import { misfitOf, pythonLiteral, renderProbe } from "../../src/reason/playbook/render-probe.ts";
import { ensurePython } from "../../src/sandbox/python/python-environment.ts";
import { services } from "../../src/services/services.ts";
import { recorded } from "../../src/testing/recorded.ts";
import { hostileRun } from "../../tests/red-team/hostile-run.ts";
import { payloads } from "../../tests/red-team/payloads.ts";
import { policyDisagreement } from "../../tests/oracle/policy/policy-disagreement.ts";
import type { Attempt, Family } from "./attempt.ts";

const seed = 20261121;
const text = fc.oneof(
  fc.constantFrom(...payloads.map(([, payload]) => payload.slice(0, 300))),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);
const json = fc.jsonValue({ maxDepth: 6, stringUnit: "binary" });

/** A property, tried `runs` times; what it throws is the escape. */
interface Fuzz {
  readonly name: string;
  readonly runs: number;
  readonly property: fc.IRawProperty<unknown>;
}

const fuzzes: readonly Fuzz[] = [
  {
    name: "policy evaluator against a slow and obvious one",
    runs: 8000,
    property: policyDisagreement,
  },
  {
    name: "event log: hostile bodies are folded or refused, never a crash of another kind",
    runs: 1500,
    property: fc.property(
      fc.array(fc.record({ at: fc.nat(30), key: text, value: json }), { maxLength: 4 }),
      text,
      (changes, payload) => {
        const events = hostileRun(payload.slice(0, 100)).events.map((event, at) => {
          const change = changes.find((one) => one.at === at);
          return change ? { ...event, [change.key]: change.value } : event;
        });
        const parsed = events.flatMap((event) => {
          const body = EventBody.safeParse(event);
          return body.success ? [{ run: event.run, seq: event.seq, at: event.at, ...body.data }] : [];
        });
        if (parsed.length > 0) foreseen(() => foldRun(parsed));
      },
    ),
  },
  {
    name: "event log: any order and any part of a run",
    runs: 500,
    property: fc.property(fc.shuffledSubarray([...hostileRun("x").events], { minLength: 1 }), (events) => {
      foreseen(() => foldRun(events));
    }),
  },
  {
    name: "recorded answers of any shape become facts or nothing",
    runs: 1500,
    property: fc.property(fc.constantFrom(...readTwice()), json, ([service, operation], response) => {
      const facts = factsOf(
        recorded([{ service, operation, response: response as Json }]),
        services.flatMap((one) => one.readers),
        "123456789012",
      ); // whatever was drawn is JSON
      for (const type of facts.types()) facts.all(type);
      if (Object.hasOwn(Object.prototype, "polluted")) throw new Error("a prototype was changed");
    }),
  },
  {
    name: "JSON pointers lead to what they were made of, whatever the keys are called",
    runs: 3000,
    property: fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), json, (keys, value) => {
      const document = keys
        .toReversed()
        .reduce<Json>((inner, key) => Object.fromEntries([[key, inner]]), value as Json);
      if (JSON.stringify(atPointer(document, toPointer(...keys))) !== JSON.stringify(value))
        throw new Error("another value");
      if (atPointer({}, "/__proto__") !== undefined || atPointer({}, "/constructor") !== undefined)
        throw new Error("a prototype was reached");
    }),
  },
  {
    name: "redaction of any document: no crash, the same twice, JSON stays JSON",
    runs: 3000,
    property: fc.property(
      fc.oneof(
        text,
        json.map((value) => JSON.stringify(value)),
      ),
      (given) => {
        const once = redactDocument(given);
        if (redactDocument(once) !== once)
          throw new Error(`another text the second time: ${JSON.stringify(given)}`);
        if (given.startsWith("{") && parses(given) && !parses(once)) throw new Error("no JSON any more");
      },
    ),
  },
  {
    name: "probe variables: whatever does not match its pattern is refused",
    runs: 3000,
    property: fc.property(text, (name) => {
      const pattern = "^[\\w.-]{1,20}$";
      const variable = { type: "list" as const, description: "", pattern };
      if (misfitOf([name], variable) === undefined && !/^[\w.-]{1,20}$/.test(name))
        throw new Error("it was taken");
    }),
  },
  {
    name: "probe headers, playbooks and models of a user's folder: understood or refused",
    runs: 1500,
    property: fc.property(text, text, (a, b) => {
      foreseen(() => parsePlaybook(`id: x\ntitle: ${a}\nsymptoms: [${b}]\nchecks: ["*"]\n`, "x.yaml"));
      foreseen(() => parsePlaybook(`${a}\n${b}`, "x.yaml"));
      foreseen(() => parseProbe("x/y", `"""${a}\n\n${b}"""\n# variables\n# end of variables\n`, "x.py"));
    }),
  },
];

function readTwice(): readonly (readonly [string, string])[] {
  const operations = services.flatMap((service) =>
    service.readers.map((reader) => [reader.service, reader.operation] as const),
  );
  return operations.length > 100 ? operations : [["ec2", "DescribeInstances"]];
}

/** Anything but the product's own kind of error is a crash. */
function foreseen(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

function parses(given: string): boolean {
  try {
    JSON.parse(given);
    return true;
  } catch {
    return false;
  }
}

async function fuzzed({ name, runs, property }: Fuzz): Promise<Attempt> {
  const result = await fc.check(property, { numRuns: runs, seed });
  return {
    name: `${name} (${result.numRuns} cases)`,
    escaped: result.failed,
    ...(result.failed && {
      detail: `${JSON.stringify(result.counterexample)?.slice(0, 200)} ${String(result.errorInstance).slice(0, 200)}`,
    }),
  };
}

const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f", "g", "h", "i"].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[at]}`).join(",")}]`).join("\n")}\n`;

/** Files that a user may have been given: a billion laughs, endless nesting, wrong kinds. Each must be refused quickly. */
async function files(): Promise<readonly Attempt[]> {
  const contents: readonly (readonly [string, string])[] = [
    ["alias bomb", bomb],
    ["endless nesting", "[".repeat(20_000)],
    ["deep nesting that closes", `a: ${"[".repeat(5000)}${"]".repeat(5000)}`],
    ["merge bomb", `x: &x {a: 1}\ny:\n${"  <<: *x\n".repeat(2000)}`],
    ["a tag that makes objects", "profile: !!js/function 'function(){}'\n"],
    ["prototype keys", "__proto__: {sandbox: none}\nconstructor: {prototype: {sandbox: none}}\n"],
    ["unknown keys", "sandboxx: none\n"],
    ["another kind", "- a\n- b\n"],
    ["binary", "\u0000\u0001\u0002\ufffd"],
    ["very long line", `profile: ${"x".repeat(2_000_000)}\nsandbox: nothing\n`],
    ["two documents", "sandbox: bubblewrap\n---\nsandbox: none\n"],
    ["the same key twice", "sandbox: bubblewrap\nsandbox: none\n"],
  ];
  const attempts: Attempt[] = [];
  for (const [name, content] of contents) {
    const folder = mkdtempSync(join(tmpdir(), "nephoscope-config-"));
    mkdirSync(join(folder, "nephoscope"));
    const file = join(folder, "nephoscope", "config.yaml");
    writeFileSync(file, content);
    const readers: readonly (readonly [string, () => unknown])[] = [
      ["configuration", () => readSettings({}, { XDG_CONFIG_HOME: folder, HOME: folder })],
      ["playbook", () => parsePlaybook(content, file)],
      ["models", () => loadModels([file])],
      ["probe", () => parseProbe("x/y", `"""x\n\n${content}"""\n`, file)],
    ];
    for (const [reader, read] of readers) {
      // Its own time on the processor: whatever else the machine does.
      const before = process.cpuUsage();
      const said = await outcomeOf(read);
      const bad = said.startsWith("crashed") || (reader === "configuration" && said !== "refused");
      const spent = process.cpuUsage(before);
      const slow = spent.user + spent.system > 5e6;
      attempts.push({
        name: `${name} as ${reader}`,
        escaped: bad || slow,
        ...((bad || slow) && { detail: slow ? "it took long" : said }),
      });
    }
    rmSync(folder, { recursive: true, force: true });
  }
  return attempts;
}

async function outcomeOf(read: () => unknown): Promise<string> {
  try {
    await read();
    return "taken";
  } catch (error) {
    return error instanceof AppError
      ? "refused"
      : `crashed: ${error instanceof Error ? error.message.slice(0, 100) : "?"}`;
  }
}

/** Every payload as a probe's variable, read back by Python itself. */
async function literals(): Promise<readonly Attempt[]> {
  const python = (await ensurePython({ cacheFolder: readSettings().cache, report: () => undefined })).path;
  const code = [
    '"""Reads.',
    "",
    "variables:",
    "  names: {type: list, description: x, default: []}",
    '"""',
    "# variables",
    "names = []",
    "# end of variables",
    "",
  ].join("\n");
  const probe = parseProbe("x/y", code, "x.py");
  return payloads.map(([kind, payload]) => {
    const rendered = renderProbe(probe, { names: [payload, "end"] });
    const program = `${rendered}\nimport sys, json\nsys.stdout.write(json.dumps([names[0].encode("utf-16-le", "surrogatepass").hex(), names[1], len(names), len(names[0])]))\n`;
    const ran = spawnSync(python, ["-I", "-"], { input: program, encoding: "utf8" });
    const meant = JSON.stringify([
      Buffer.from(payload, "utf16le").toString("hex"),
      "end",
      2,
      Array.from(payload).length,
    ]);
    const same =
      ran.status === 0 && JSON.stringify(JSON.parse(ran.stdout)) === meant && literalIsPlain(payload);
    return {
      name: `Python literal: ${kind}`,
      escaped: !same,
      succeedsWithout: true,
      ...(!same && { detail: ran.stderr.slice(-200) || "another text" }),
    };
  });
}

function literalIsPlain(payload: string): boolean {
  return /^"[\x20-\x7e]*"$/.test(pythonLiteral(payload));
}

export const fuzzers: Family = {
  name: "fuzzers",
  about: "policy evaluator, event folds, facts, pointers, redaction, probe variables, users' files",
  attack: async (report) => {
    const attempts: Attempt[] = [];
    for (const fuzz of fuzzes) {
      attempts.push(await fuzzed(fuzz));
      report(attempts.at(-1)?.name ?? "");
    }
    return [...attempts, ...(await files()), ...(await literals())];
  },
};
