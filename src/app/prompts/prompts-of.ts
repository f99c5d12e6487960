import type { BrokenPrompt } from "../../content/load-prompts.ts";
import type { Prompt, RenderedPrompt, StoredPrompt } from "../../content/prompt.ts";
import { AppError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { PromptCheck } from "./check-prompt.ts";
import type { OwnModels } from "../models/open-models.ts";
import { once } from "../once.ts";
import type { RefinePrompt } from "./refine-prompt.ts";
import type { TryPrompt } from "./try-prompt.ts";
import type { WritePrompt } from "./write-prompt.ts";
import type { Workshop } from "../workshop.ts";

export interface ListedPrompt extends Pick<
  Prompt,
  "id" | "version" | "role" | "description" | "services" | "tags"
> {
  readonly file: string;
  /** Of the templates and examples alone, by four characters a token. */
  readonly tokens: number;
}

export interface PromptsOf {
  readonly workshop: Workshop;
  readonly own?: OwnModels;
  readonly now: () => Date;
}

/** Templates and what reads them are loaded with the first prompt that somebody wants. */
const loaded = once(async () => {
  const [{ promptLibrary }, { canonicalScript }, { checkPrompt, sizeOf }, { estimateTokens }] =
    await Promise.all([
      import("./prompt-library.ts"),
      import("../../reason/model/canonical-prompts.ts"),
      import("./check-prompt.ts"),
      import("../../content/prompt.ts"),
    ]);
  return { promptLibrary, canonicalScript, checkPrompt, sizeOf, estimateTokens };
});

/** The prompt library: what ships, what stands in the user's own folder, and what is made from probes. */
export function promptsOf(options: PromptsOf) {
  const { workshop } = options;
  const library = once(async () => (await loaded()).promptLibrary(workshop));
  const probeOf = async ({ id, canonical }: StoredPrompt) => {
    const probe = canonical === undefined ? undefined : (await workshop.probes()).get(canonical);
    if (probe) return probe;
    throw new AppError("usage", `The prompt ${id} has no canonical script.`, {
      next: "nephoscope prompts list --all   shows those of the probes.",
    });
  };
  return {
    /** `all`: also those made from probes. Throws AppError("configuration") with file and line where one is not understood. */
    list: async ({ all = false }: { all?: boolean } = {}): Promise<readonly ListedPrompt[]> =>
      listed([...(await (all ? (await library()).all() : (await library()).written())).values()]),
    /** Throws AppError("usage") for an unknown id. */
    show: async (id: string): Promise<StoredPrompt & { readonly text: string }> => {
      const { promptText } = await import("./prompt-text.ts");
      const prompt = await (await library()).one(id);
      return { ...prompt, text: await promptText(prompt) };
    },
    /** Throws AppError("usage") that names the variable which is unknown, missing or out of bounds. */
    render: async (
      id: string,
      variables: JsonObject,
      model = "none",
    ): Promise<RenderedPrompt & { tokens: number }> => {
      const { renderPrompt } = await import("../../content/render-prompt.ts");
      const prompt = await (await library()).one(id);
      const { canonicalScript, estimateTokens } = await loaded();
      // Held to what the probe holds its variables to, too.
      if (prompt.canonical !== undefined) canonicalScript(await probeOf(prompt), variables);
      const rendered = renderPrompt(prompt, variables, model);
      return { ...rendered, tokens: estimateTokens(rendered) };
    },
    /** The script that is the right answer to a prompt made from a probe. Throws AppError("usage"). */
    canonical: async (id: string, variables: JsonObject = {}): Promise<string> =>
      (await loaded()).canonicalScript(await probeOf(await (await library()).one(id)), variables),
    /** One, or all that stand in files (`all`: the canonical ones too). A file that cannot be read is a result, not an exception. */
    check: async (id?: string, { all = false }: { all?: boolean } = {}): Promise<readonly PromptCheck[]> => {
      const broken: BrokenPrompt[] = [];
      const hear = (one: BrokenPrompt) => void broken.push(one);
      const { checkPrompt } = await loaded();
      const own = await library();
      const prompts =
        id === undefined
          ? [...(await (all ? own.all(hear) : own.written(hear))).values()]
          : [await (await library()).one(id)];
      const parts = { checker: await workshop.checker(), probes: await workshop.probes() };
      return [
        ...broken.map(({ file, error }) => ({ id: file, file, ok: false, faults: [error.message] })),
        ...(await Promise.all(prompts.map((prompt) => checkPrompt(prompt, parts)))),
      ];
    },
    /** Renders a prompt, asks a model once, and says what is wrong with its answer. Asks nothing of any account. */
    try: async (id: string, asked: TryPrompt = {}) =>
      (await import("./try-prompt.ts")).tryPrompt(id, asked, { ...options, library: await library() }),
    /** Carries a person's edits of a prompt to a new version in their own folder. */
    refine: async (id: string, asked: RefinePrompt) =>
      (await import("./refine-prompt.ts")).refinePrompt(id, asked, { ...options, library: await library() }),
    /** Has a model write a new prompt; it is kept when it passes the check. */
    write: async (purpose: string, asked: WritePrompt) =>
      (await import("./write-prompt.ts")).writePrompt(purpose, asked, {
        ...options,
        library: await library(),
      }),
  };
}

async function listed(prompts: readonly StoredPrompt[]): Promise<readonly ListedPrompt[]> {
  const { sizeOf } = await loaded();
  return prompts.map((prompt) => {
    const { id, version, role, description, services, tags, file } = prompt;
    return { id, version, role, description, services, tags, file, tokens: sizeOf(prompt) };
  });
}
