import { join } from "node:path";
import { estimateTokens, type Prompt, type RenderedPrompt, type StoredPrompt } from "../content/prompt.ts";
import { AppError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { readJson } from "../models/read-json.ts";
import { readScript } from "../reason/model/read-script.ts";
import { shapes } from "../reason/model/shapes.ts";
import { contentFolder } from "./package-folder.ts";
import type { Workshop } from "./workshop.ts";

export interface ListedPrompt extends Pick<
  Prompt,
  "id" | "version" | "role" | "description" | "services" | "tags"
> {
  readonly file: string;
  /** Of the templates and examples alone, by four characters a token. */
  readonly tokens: number;
}

/** What the check of one prompt says: its examples are held to what any answer is held to. */
export interface PromptCheck {
  readonly id: string;
  readonly file: string;
  readonly ok: boolean;
  readonly faults: readonly string[];
}

/** The prompt library: what ships, and what stands in the user's own folder. */
export function promptsOf({ workshop }: { readonly workshop: Workshop }) {
  const folders = [join(contentFolder, "prompts"), join(workshop.settings.userFolder, "prompts")];
  const all = async () => (await import("../content/load-prompts.ts")).loadPrompts(folders);
  const one = async (id: string): Promise<StoredPrompt> => {
    const prompt = (await all()).get(id);
    if (prompt) return prompt;
    throw new AppError("usage", `No prompt is called "${id}".`, {
      next: "nephoscope prompts list   shows them.",
    });
  };
  return {
    /** Throws AppError("configuration") with file and line where one is not understood. */
    list: async (): Promise<readonly ListedPrompt[]> => [...(await all()).values()].map(listed),
    show: one,
    /** Throws AppError("usage") that names the variable which is unknown, missing or out of bounds. */
    render: async (
      id: string,
      variables: JsonObject,
      model = "none",
    ): Promise<RenderedPrompt & { tokens: number }> => {
      const { renderPrompt } = await import("../content/render-prompt.ts");
      const rendered = renderPrompt(await one(id), variables, model);
      return { ...rendered, tokens: estimateTokens(rendered) };
    },
    check: async (id?: string): Promise<readonly PromptCheck[]> => {
      const prompts = id === undefined ? [...(await all()).values()] : [await one(id)];
      const checker = await workshop.checker();
      return Promise.all(prompts.map((prompt) => checkPrompt(prompt, checker)));
    },
  };
}

function listed(prompt: StoredPrompt): ListedPrompt {
  const { id, version, role, description, services, tags, file } = prompt;
  const examples = prompt.examples.reduce((sum, { given, answer }) => sum + given.length + answer.length, 0);
  return {
    id,
    version,
    role,
    description,
    services,
    tags,
    file,
    tokens: estimateTokens(prompt) + Math.ceil(examples / 4),
  };
}

type Checker = Awaited<ReturnType<Workshop["checker"]>>;

export async function checkPrompt(prompt: StoredPrompt, checker: Checker): Promise<PromptCheck> {
  const { kind, shape } = prompt.output;
  const faults: string[] = [];
  if (kind === "json" && (shape === undefined || !Object.hasOwn(shapes, shape)))
    faults.push(`output.shape: there is no shape "${shape ?? ""}" (${Object.keys(shapes).join(", ")})`);
  const tokens = listed(prompt).tokens;
  if (tokens > 6000) faults.push(`the prompt alone has about ${tokens} tokens; 6000 are the most`);
  for (const [index, { answer }] of prompt.examples.entries()) {
    const fault = await answerFault(prompt, answer, checker);
    if (fault !== undefined) faults.push(`examples.${index}: ${fault}`);
  }
  return { id: prompt.id, file: prompt.file, ok: faults.length === 0, faults };
}

/** What is wrong with an answer to a prompt, as if a model had given it. */
async function answerFault(
  { output }: Prompt,
  answer: string,
  checker: Checker,
): Promise<string | undefined> {
  if (output.kind === "text") return undefined;
  if (output.kind === "script") {
    const script = readScript(answer);
    if (!script) return "there is no script in it";
    const checked = await checker.check({ ...script, account: "*", region: "*" });
    const error = checked.diagnostics.find(({ severity, fixed }) => severity === "error" && !fixed);
    return error && `line ${error.line}: ${error.message}`;
  }
  const shape = Object.entries(shapes).find(([name]) => name === output.shape)?.[1];
  const read = readJson(answer);
  if (read === undefined) return "there is no JSON document in it";
  const checked = shape?.safeParse(read);
  return checked?.success === false
    ? checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")
    : undefined;
}
