import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const sources = fileURLToPath(new URL("../src/", import.meta.url));

/** Which room may import which; the table of ARCHITECTURE.md. `index.ts` is a room of its own. */
const allowed: { readonly [room: string]: readonly string[] } = {
  core: [],
  aws: ["core"],
  script: ["core", "aws"],
  broker: ["core"],
  sandbox: ["core"],
  facts: ["core"],
  diagnose: ["core", "facts"],
  services: ["core", "aws", "facts", "diagnose"],
  content: ["core"],
  models: ["core", "content"],
  reason: ["core", "content", "models", "diagnose", "facts"],
  agent: ["core", "script", "broker", "sandbox", "facts", "diagnose", "reason", "store"],
  store: ["core"],
  simulate: ["core", "content"],
  report: ["core"],
  trace: ["core"],
  testing: [
    "core",
    "aws",
    "script",
    "broker",
    "sandbox",
    "facts",
    "diagnose",
    "services",
    "content",
    "models",
    "reason",
    "agent",
    "store",
  ],
  app: [
    "core",
    "aws",
    "script",
    "broker",
    "sandbox",
    "facts",
    "diagnose",
    "services",
    "content",
    "models",
    "reason",
    "agent",
    "store",
    "simulate",
    "report",
    "trace",
  ],
  "index.ts": ["app", "core"],
  cli: ["index.ts", "core"],
};

/** Third-party modules that only some rooms may touch. */
const walls: readonly { readonly module: RegExp; readonly rooms: readonly string[] }[] = [
  { module: /^node:child_process$/, rooms: ["sandbox", "simulate"] },
  { module: /^(node:sqlite|kysely)/, rooms: ["store"] },
  { module: /^@langchain\/langgraph/, rooms: ["agent", "store"] },
  { module: /^@aws-sdk\//, rooms: ["aws", "models"] },
  { module: /^@langchain\/(openai|anthropic|aws|ollama)/, rooms: ["models"] },
  { module: /^langsmith/, rooms: ["trace"] },
  { module: /^commander$/, rooms: ["cli"] },
];

/** Tests, and `test-*.ts` beside them: made-up accounts that only tests use. */
function isForTests(name: string): boolean {
  return (
    name.endsWith(".test.ts") ||
    name.includes("fixtures/") ||
    /(?:^|\/)(?:test-[^/]*|path-case)\.ts$/.test(name)
  );
}

const files = readdirSync(sources, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !isForTests(name))
  .map((name) => ({ name, room: name.split("/")[0] ?? "", text: readFileSync(join(sources, name), "utf8") }));

const imports = files.flatMap(({ name, room, text }) =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, specifier = ""]) => ({
    name,
    room,
    specifier,
  })),
);

describe("the house", () => {
  it("has files and imports to look at", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(100);
  });

  it("lets rooms import only those below them", () => {
    const wrong = imports.flatMap(({ name, room, specifier }) => {
      if (!specifier.startsWith(".")) return [];
      const target = relative(sources, join(sources, name, "..", specifier)).split("/")[0] ?? "";
      const permitted = target === room || (allowed[room] ?? []).includes(target);
      return permitted ? [] : [`${name} → ${specifier}`];
    });
    expect(wrong).toEqual([]);
  });

  it("knows every room", () => {
    expect([...new Set(files.map((file) => file.room))].filter((room) => !(room in allowed))).toEqual([]);
  });

  it("keeps third-party modules behind their walls", () => {
    const wrong = imports.filter(({ room, specifier }) =>
      walls.some((wall) => wall.module.test(specifier) && !wall.rooms.includes(room)),
    );
    expect(wrong.map(({ name, specifier }) => `${name} → ${specifier}`)).toEqual([]);
  });

  it("reads the environment in one file only, and prints and exits in the command line only", () => {
    const environment = files.filter(
      ({ name, text }) => /process\.env\b/.test(text) && name !== "app/config.ts",
    );
    const printing = files.filter(
      ({ room, text }) => room !== "cli" && /\bconsole\.|process\.exit\(/.test(text),
    );
    expect([...environment, ...printing].map((file) => file.name)).toEqual([]);
  });

  it("holds no god files", () => {
    const long = files.filter(
      ({ text }) =>
        text.split("\n").filter((line) => line.trim() !== "" && !/^\s*(\/\/|\/?\*)/.test(line)).length > 400,
    );
    expect(long.map((file) => file.name)).toEqual([]);
  });
});
