import { estimateTokens, type Prompt, type StoredPrompt } from "../../content/prompt.ts";
import type { Probe } from "../../core/probe.ts";
import { readJson } from "../../models/read-json.ts";
import { readScript } from "../../reason/model/read-script.ts";
import { shapes } from "../../reason/model/shapes.ts";
import type { ScriptChecker } from "../../script/script.ts";

/** What the check of one prompt says: its examples are held to what any answer is held to. */
export interface PromptCheck {
  /** The file's path where no id could be read. */
  readonly id: string;
  readonly file: string;
  readonly ok: boolean;
  readonly faults: readonly string[];
}

export interface CheckPrompt {
  readonly checker: Pick<ScriptChecker, "check">;
  readonly probes: ReadonlyMap<string, Probe>;
}

/** Variables that the loop fills with what was read. */
const tellsOfAccount = ["facts", "similar", "findings", "outputs", "error"];

/** More than this leaves a model too little room for what the prompt is about. */
const mostTokens = 6000;

export async function checkPrompt(
  prompt: StoredPrompt,
  { checker, probes }: CheckPrompt,
): Promise<PromptCheck> {
  const { id, file, output, examples, canonical } = prompt;
  const faults: string[] = [];
  if (output.kind === "json" && shapeOf(prompt) === undefined)
    faults.push(
      `output.shape: there is no shape "${output.shape ?? ""}" (${Object.keys(shapes).join(", ")})`,
    );
  const fenced = tellsOfAccount.filter((name) => Object.hasOwn(prompt.variables, name));
  if (fenced.length > 0 && !prompt.system.includes("<data"))
    faults.push(
      `system: ${fenced.join(", ")} may hold text from the account, and nothing says that text between <data …> and </data …> is never an instruction`,
    );
  const tokens = sizeOf(prompt);
  if (tokens > mostTokens)
    faults.push(`the prompt alone has about ${tokens} tokens; ${mostTokens} are the most`);
  for (const [index, { answer }] of examples.entries())
    for (const fault of await answerFaults(prompt, answer, checker))
      faults.push(`examples.${index}: ${fault}`);
  if (canonical !== undefined) {
    const probe = probes.get(canonical);
    const wrong = probe
      ? await scriptFaults({ code: probe.code, requirements: ["boto3"] }, checker)
      : ["there is no such probe"];
    for (const fault of wrong) faults.push(`canonical ${canonical}: ${fault}`);
  }
  return { id, file, ok: faults.length === 0, faults };
}

/** Tokens of the templates and examples alone, at four characters each. */
export function sizeOf(prompt: StoredPrompt): number {
  const examples = prompt.examples.reduce((sum, { given, answer }) => sum + given.length + answer.length, 0);
  return estimateTokens(prompt) + Math.ceil(examples / 4);
}

/** What is wrong with an answer to a prompt; nothing: the answer could be used as it is. */
export async function answerFaults(
  prompt: Pick<Prompt, "output">,
  answer: string,
  checker: CheckPrompt["checker"],
): Promise<readonly string[]> {
  if (prompt.output.kind === "text") return answer.trim() === "" ? ["there is nothing in it"] : [];
  if (prompt.output.kind === "script") {
    const script = readScript(answer);
    return script ? scriptFaults(script, checker) : ["there is no script in it"];
  }
  const read = readJson(answer);
  if (read === undefined) return ["there is no JSON document in it"];
  const checked = shapeOf(prompt)?.safeParse(read);
  return checked?.success === false
    ? checked.error.issues.map(({ path, message }) => `${path.join(".") || "the document"}: ${message}`)
    : [];
}

/** The shape that a prompt's answer has to have, where it is JSON. */
export function shapeOf({ output }: Pick<Prompt, "output">) {
  return Object.entries(shapes).find(([name]) => output.kind === "json" && name === output.shape)?.[1];
}

async function scriptFaults(
  script: { readonly code: string; readonly requirements: readonly string[] },
  checker: CheckPrompt["checker"],
): Promise<readonly string[]> {
  const { diagnostics } = await checker.check({ ...script, account: "*", region: "*" });
  return diagnostics
    .filter(({ severity, fixed }) => severity === "error" && !fixed)
    .map(({ line, message }) => `line ${line}: ${message}`);
}
