import { readFileSync } from "node:fs";
import { AppError } from "../core/errors.ts";
import { isObject, Json, type JsonObject } from "../core/json.ts";
import { connect, printJson } from "./connect.ts";
import type { CloudFlags } from "./connect.ts";
import { paintFor, plain, plainLines } from "./paint.ts";

export async function list(flags: CloudFlags): Promise<void> {
  await using nepho = await connect(flags);
  const prompts = await nepho.prompts.list();
  if (flags.json) {
    printJson(prompts);
    return;
  }
  const paint = paintFor(process.stdout);
  for (const { id, version, tokens, description } of prompts)
    console.log(
      `  ${id.padEnd(22)} v${version}  ${String(tokens).padStart(5)} tokens  ${paint("dim", plain(description))}`,
    );
}

export async function show(id: string, flags: CloudFlags): Promise<void> {
  await using nepho = await connect(flags);
  const prompt = await nepho.prompts.show(id);
  if (flags.json) {
    printJson(prompt);
    return;
  }
  process.stdout.write(readFileSync(prompt.file, "utf8"));
}

/** `prompts check`: exit code 1 when one does not hold. */
export async function check(id: string | undefined, flags: CloudFlags): Promise<void> {
  await using nepho = await connect(flags);
  const checks = await nepho.prompts.check(id);
  if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
  if (flags.json) {
    printJson(checks);
    return;
  }
  const paint = paintFor(process.stdout);
  for (const one of checks) {
    console.log(`  ${one.ok ? paint("green", "●") : paint("red", "●")} ${one.id}`);
    for (const fault of one.faults) console.log(`      ${plain(fault)}`);
  }
}

export interface RenderFlags extends CloudFlags {
  readonly set?: readonly string[];
  readonly model?: string;
}

export async function render(id: string, flags: RenderFlags): Promise<void> {
  await using nepho = await connect(flags);
  const rendered = await nepho.prompts.render(id, variablesOf(flags.set ?? []), flags.model);
  if (flags.json) {
    printJson(rendered);
    return;
  }
  const paint = paintFor(process.stdout);
  console.log(paint("bold", "system"));
  console.log(plainLines(rendered.system));
  console.log(paint("bold", "\nuser"));
  console.log(plainLines(rendered.user));
  console.error(paintFor(process.stderr)("dim", `\n  about ${rendered.tokens} tokens`));
}

/** `name=value`; a value that is JSON counts as that, anything else as a string; `name=@file` is the text of a file. */
function variablesOf(given: readonly string[]): JsonObject {
  return Object.fromEntries(
    given.map((one) => {
      const at = one.indexOf("=");
      if (at < 1)
        throw new AppError("usage", `"${one}" is no variable.`, {
          next: "Give it as --set name=value, or --set name=@file.",
        });
      const text = one.slice(at + 1);
      return [one.slice(0, at), valueOf(text.startsWith("@") ? readFileSync(text.slice(1), "utf8") : text)];
    }),
  );
}

function valueOf(text: string): Json {
  if (!/^\s*(?:[[{]|-?\d+(?:\.\d+)?\s*$|true\s*$|false\s*$)/.test(text)) return text;
  try {
    const value = Json.parse(JSON.parse(text));
    return isObject(value) ? { ...value } : value;
  } catch {
    return text;
  }
}
