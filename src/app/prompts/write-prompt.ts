import { stringify } from "yaml";
import { parsePrompt } from "../../content/load-prompts.ts";
import { estimateTokens, type StoredPrompt } from "../../content/prompt.ts";
import { renderPrompt } from "../../content/render-prompt.ts";
import { Role } from "../../content/load-models.ts";
import { AppError } from "../../core/errors.ts";
import { jsonSchemaOf } from "../../models/ask-structured.ts";
import { Meter } from "../../models/meter.ts";
import {
  addTokens,
  noTokens,
  type ChatMessage,
  type ModelFailure,
  type Tokens,
} from "../../models/models.ts";
import { auditExchange } from "../audit/audit-exchange.ts";
import { checkPrompt, shapeOf } from "./check-prompt.ts";
import { modelRegistry, openRoleModels } from "../models/open-models.ts";
import { promptText } from "./prompt-text.ts";
import { savePrompt } from "./save-prompt.ts";
import type { TryWith } from "./try-prompt.ts";

export interface WritePrompt {
  /** The role that it is for; default: coder. */
  readonly role?: string;
  readonly model?: string;
  readonly signal?: AbortSignal;
}

/** A prompt that a model wrote; `file` where it passed the check and was kept. */
export interface WrittenPrompt {
  readonly ok: boolean;
  readonly id?: string;
  readonly file?: string;
  readonly text: string;
  /** Of the last try. */
  readonly faults: readonly string[];
  readonly failure?: Pick<ModelFailure, "kind" | "message">;
  readonly model: string;
  /** Answers that it took. */
  readonly turns: number;
  /** Of the prompt itself. */
  readonly size?: number;
  readonly tokens: Tokens;
  readonly usd: number;
}

const repairs = 1;
const draftName = "prompt.yaml";

/** Has a model write a prompt. It is kept when it passes the check, if need be after one turn of correction; it never takes the place of another. Throws AppError("usage" or "configuration"). */
export async function writePrompt(
  purpose: string,
  asked: WritePrompt,
  parts: TryWith,
): Promise<WrittenPrompt> {
  const role = Role.safeParse(asked.role ?? "coder");
  if (!role.success)
    throw new AppError("usage", `"${asked.role ?? ""}" is no role.`, {
      next: `There are: ${Role.options.join(", ")}`,
    });
  const known = [...(await parts.library.written()).values()];
  const { library } = parts;
  const model = writerOf(purpose, asked, parts);
  const writer = await library.one("orchestrator/write-prompt");
  const rendered = renderPrompt(writer, await told(purpose, role.data, known), model.id);
  const messages: ChatMessage[] = [
    { role: "system", text: rendered.system },
    { role: "user", text: rendered.user },
  ];
  let tokens = noTokens;
  for (let turns = 1; ; turns += 1) {
    const began = performance.now();
    const outcome = await model.chat({ messages, ...(asked.signal && { signal: asked.signal }) });
    const ms = performance.now() - began;
    const { workshop, now } = parts;
    await auditExchange({ workshop, now, role: writer.role, model, prompt: writer, messages, outcome, ms });
    tokens = addTokens(
      tokens,
      (outcome.kind === "answered" ? outcome.result.tokens : outcome.failure.tokens) ?? noTokens,
    );
    const spent = { model: model.id, turns, tokens, usd: model.costOf(tokens) };
    if (outcome.kind === "failed") {
      const { kind, message } = outcome.failure;
      return { ok: false, text: "", faults: [], failure: { kind, message }, ...spent };
    }
    const text = yamlIn(outcome.result.text);
    const { faults, prompt } = await judged(text, role.data, known, parts);
    if (prompt && faults.length === 0) {
      const { file, id } = await savePrompt({ text, ownFolder: library.ownFolder });
      return { ok: true, id, file, text, faults, size: estimateTokens(prompt), ...spent };
    }
    if (turns > repairs) return { ok: false, text, faults, ...spent };
    messages.push(
      { role: "assistant", text: outcome.result.text.slice(0, 40_000) || "(nothing)" },
      {
        role: "user",
        text: `That file is not kept:\n${faults.map((fault) => `- ${fault}`).join("\n")}\nWrite the whole file again, in one block, with these put right.`,
      },
    );
  }
}

async function told(purpose: string, role: Role, known: readonly StoredPrompt[]) {
  const mine = known.filter((prompt) => isRead(prompt, role));
  const variables = new Map(
    mine.flatMap((prompt) =>
      Object.entries(prompt.variables).map(
        ([name, { type, description }]) => [name, `${name} (${type}): ${description}`] as const,
      ),
    ),
  );
  const [example] = mine;
  return {
    purpose,
    role,
    known: [...variables.values()],
    outputs: [
      ...new Set(
        known.filter((prompt) => isRead(prompt, role)).map((one) => `${outputOf(one)}${schemaText(one)}`),
      ),
    ],
    example: example ? (await promptText(example)).trimEnd() : "",
    taken: known.map(({ id }) => id),
  };
}

/** What is read from a role's answers. */
function outputsOf(role: Role, known: readonly StoredPrompt[]): string[] {
  return [...new Set(known.filter((prompt) => isRead(prompt, role)).map(outputOf))];
}

function isRead(prompt: StoredPrompt, role: Role): boolean {
  return prompt.role === role && !prompt.tags.includes("prompt");
}

function outputOf({ output }: Pick<StoredPrompt, "output">): string {
  return stringify({ output }, { collectionStyle: "flow" }).trim();
}

function schemaText(prompt: StoredPrompt): string {
  const shape = shapeOf(prompt);
  return shape ? `   ${JSON.stringify(jsonSchemaOf(shape))}` : "";
}

async function judged(
  text: string,
  role: Role,
  known: readonly StoredPrompt[],
  { workshop }: TryWith,
): Promise<{ readonly faults: readonly string[]; readonly prompt?: StoredPrompt }> {
  try {
    const prompt = parsePrompt(text, draftName);
    const { faults } = await checkPrompt(prompt, {
      checker: await workshop.checker(),
      probes: await workshop.probes(),
    });
    const outputs = outputsOf(role, known);
    const output = outputOf(prompt);
    const own = [
      ...(prompt.role === role ? [] : [`role: it has to be ${role}`]),
      ...(prompt.id.startsWith(`${role}/`) ? [] : [`id: it has to begin with ${role}/`]),
      ...(known.some(({ id }) => id === prompt.id) ? [`id: ${prompt.id} is taken`] : []),
      ...(outputs.includes(output) ? [] : [`output: it has to be one of ${outputs.join(" or ")}`]),
      ...(prompt.canonical === undefined ? [] : ["canonical: only prompts made from probes have it"]),
    ];
    return { faults: [...own, ...faults], prompt };
  } catch (error) {
    if (error instanceof AppError) return { faults: [error.message] };
    throw error;
  }
}

/** The YAML block of an answer, or all of it; fences inside of it are indented. */
function yamlIn(answer: string): string {
  const block = /^```[ \t]*(?:ya?ml)?[ \t]*\n([\s\S]*?)(?:^```[ \t]*$|(?![\s\S]))/m.exec(answer)?.[1];
  return `${(block ?? answer).trim()}\n`;
}

function writerOf(purpose: string, { model }: WritePrompt, { workshop, own, now }: TryWith) {
  const { settings } = workshop;
  const [writer] = openRoleModels({
    settings,
    registry: modelRegistry(settings),
    meter: new Meter(),
    accounts: [],
    question: purpose,
    now,
    ...(own && { own }),
    ...(model !== undefined && { model }),
  }).orchestrator;
  if (writer) return writer;
  throw new AppError("configuration", "No model is configured, and a prompt is written by a model only.", {
    next: "nephoscope models list   shows the models and the keys that they need.",
  });
}
