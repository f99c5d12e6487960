import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadPrompts, type BrokenPrompt } from "../../content/load-prompts.ts";
import type { StoredPrompt } from "../../content/prompt.ts";
import { AppError } from "../../core/errors.ts";
import { canonicalPrompt } from "../../reason/model/canonical-prompts.ts";
import { contentFolder, servicesFolder } from "../package-folder.ts";
import type { Workshop } from "../workshop.ts";

export type PromptLibrary = ReturnType<typeof promptLibrary>;

/** The prompts that ship, those of the user's own folder, and those that are made from probes. A user's prompt stands for ours of the same id. */
export function promptLibrary(workshop: Workshop) {
  const shippedFolder = join(contentFolder, "prompts");
  const ownFolder = join(workshop.settings.userFolder, "prompts");
  const canonical = async (coder: StoredPrompt | undefined): Promise<readonly StoredPrompt[]> => {
    if (!coder) return [];
    const own = join(workshop.settings.userFolder, "services");
    return [...(await workshop.probes()).values()].map((probe) => {
      const path = probe.id.replace("/", "/probes/");
      const [file = ""] = [own, servicesFolder]
        .map((folder) => join(folder, `${path}.py`))
        .filter((place) => existsSync(place));
      return canonicalPrompt(probe, coder, file);
    });
  };
  const withCanonical = async (
    written: ReadonlyMap<string, StoredPrompt>,
  ): Promise<ReadonlyMap<string, StoredPrompt>> => {
    const made = await canonical(written.get("coder/write"));
    return new Map([...made.map((prompt) => [prompt.id, prompt] as const), ...written]);
  };
  const written = (broken?: (prompt: BrokenPrompt) => void) =>
    loadPrompts([shippedFolder, ownFolder], broken);
  /** With the canonical ones. */
  const all = async (broken?: (prompt: BrokenPrompt) => void) => withCanonical(await written(broken));
  return {
    ownFolder,
    written,
    all,
    /** As it ships, whatever the user's own folder holds. */
    shipped: async (id: string) => (await withCanonical(await loadPrompts([shippedFolder]))).get(id),
    /** Throws AppError("usage") for an id that nobody knows. A broken file of another prompt is no hindrance. */
    one: async (id: string): Promise<StoredPrompt> => {
      const broken: BrokenPrompt[] = [];
      const prompts = await all((one) => broken.push(one));
      const prompt = prompts.get(id) ?? (id.includes("/") ? prompts.get(`probe/${id}`) : undefined);
      // Behind a file that cannot be read there may be the user's own version of it.
      const [unread] = broken;
      if (unread && !(prompt && prompt.file.startsWith(ownFolder))) throw unread.error;
      if (prompt) return prompt;
      throw new AppError("usage", `No prompt is called "${id}".`, {
        next: "nephoscope prompts list --all   shows them.",
      });
    },
  };
}
