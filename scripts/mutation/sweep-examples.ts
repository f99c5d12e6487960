import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ServiceModels } from "../../src/aws/service-models.ts";
import { extractCalls } from "../../src/script/follow/extract-calls.ts";
import { checkNames } from "../../src/script/names/names.ts";
import { loadPythonParser } from "../../src/script/syntax.ts";

interface Example {
  readonly service: string;
  readonly text: string;
  /** What botocore's validator says; absent for reads of answers. */
  readonly valid?: boolean;
}

export interface Agreement {
  readonly calls: number;
  readonly refused: number;
  readonly reads: number;
  /** The check says nothing of what botocore refuses. */
  readonly missed: readonly string[];
  /** The check refuses what botocore takes. */
  readonly alarms: readonly string[];
}

const linesAtOnce = 60;

/** Compares the check with botocore's own validator, on botocore's own examples, right and damaged, and on what they answer. */
export async function sweepExamples({
  models,
  python,
  seed,
}: {
  models: ServiceModels;
  python: string;
  seed: number;
}): Promise<Agreement> {
  const parse = await loadPythonParser();
  const examples = await load(python, seed);
  const judged = chunks(examples).flatMap((some) => {
    const [{ service } = { service: "" }] = some;
    const head = ["import boto3", `client = boto3.client("${service}")`];
    const parsed = parse(`${[...head, ...some.map(({ text }) => text)].join("\n")}\n`);
    const { uses } = extractCalls({ parsed, models });
    const { diagnostics } = checkNames({ uses, models });
    return some.map((example, index) => ({
      example,
      // botocore takes any text for an enum; AWS does not.
      found: diagnostics.filter(
        ({ line, severity, rule }) =>
          line === index + head.length + 1 && severity === "error" && rule !== "enum-value",
      ),
    }));
  });
  const said = (example: Example, what: string): string =>
    `${example.service}: ${example.text.slice(0, 300)}${what}`;
  return {
    calls: examples.filter(({ valid }) => valid !== undefined).length,
    refused: examples.filter(({ valid }) => valid === false).length,
    reads: examples.filter(({ valid }) => valid === undefined).length,
    missed: judged.flatMap(({ example, found }) =>
      example.valid === false && found.length === 0 ? [said(example, "")] : [],
    ),
    alarms: judged.flatMap(({ example, found: [first] }) =>
      example.valid !== false && first !== undefined ? [said(example, `: ${first.message}`)] : [],
    ),
  };
}

async function load(python: string, seed: number): Promise<readonly Example[]> {
  const file = fileURLToPath(new URL("./examples.py", import.meta.url));
  const run = spawnSync(python, [file, String(seed)], { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (run.status !== 0) throw new Error(`examples.py failed: ${run.stderr}`);
  // A door: our own script's output.
  return JSON.parse(run.stdout) as readonly Example[];
}

/** Lines of one service together. */
function chunks(examples: readonly Example[]): readonly (readonly Example[])[] {
  const byService = Map.groupBy(examples, ({ service }) => service);
  return [...byService.values()].flatMap((own) =>
    Array.from({ length: Math.ceil(own.length / linesAtOnce) }, (_, index) =>
      own.slice(index * linesAtOnce, (index + 1) * linesAtOnce),
    ),
  );
}
