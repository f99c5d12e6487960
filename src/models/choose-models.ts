import type { Capability, ModelEntry, ModelRegistry, Role } from "../content/load-models.ts";
import { AppError } from "../core/errors.ts";

export interface ModelChoice {
  /** `--model`: for every role. */
  readonly model?: string;
  /** `--model-coder` and the like. */
  readonly roles?: { readonly [role in Role]?: string };
  /** Whether a model can be used here: its key is there, or it needs none. */
  readonly usable: (entry: ModelEntry) => boolean;
}

/** The models of a role in the order in which they are tried; empty: none is configured. Throws AppError("usage") for a name that nobody knows. */
export function chooseModels(
  registry: ModelRegistry,
  role: Role,
  choice: ModelChoice,
): readonly ModelEntry[] {
  const wanted = choice.roles?.[role] ?? choice.model;
  const preferred = registry.roles[role].models.flatMap(
    (id) => registry.models.find((model) => model.id === id) ?? [],
  );
  const usable = preferred.filter(choice.usable);
  if (wanted !== undefined) {
    const named = namedModel(registry, wanted);
    return [named, ...usable.filter((entry) => entry.id !== named.id)];
  }
  if (preferred.length > 0 || registry.roles[role].needs.length === 0) return usable;
  return withCapabilities(registry, registry.roles[role].needs).filter(choice.usable);
}

/** Every model that has these capabilities, the cheapest first. */
export function withCapabilities(
  registry: ModelRegistry,
  needs: readonly Capability[],
): readonly ModelEntry[] {
  return registry.models
    .filter((model) => needs.every((need) => model.capabilities.includes(need)))
    .toSorted((a, b) => priceOf(a) - priceOf(b) || (a.id < b.id ? -1 : 1));
}

function namedModel({ models }: ModelRegistry, id: string): ModelEntry {
  const found = models.find((model) => model.id === id);
  if (found) return found;
  throw new AppError("usage", `No model is called "${id}".`, {
    next: "nephoscope models list   shows them; add one in models.yaml of your configuration folder.",
  });
}

/** What a usual request costs: twice as many tokens are read as written. */
function priceOf({ prices }: ModelEntry): number {
  return 2 * prices.input + prices.output;
}
