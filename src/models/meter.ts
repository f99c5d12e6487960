import type { ModelEntry, Role } from "../content/load-models.ts";
import { addTokens, noTokens, type Chat, type Tokens } from "./models.ts";

export interface ModelUse {
  readonly role: Role;
  readonly model: string;
  readonly calls: number;
  readonly tokens: Tokens;
  readonly usd: number;
}

export interface ModelBudget {
  readonly usd?: number;
  readonly tokens?: number;
}

/** What tokens cost, in USD. */
export function costOf({ prices }: Pick<ModelEntry, "prices">, tokens: Tokens): number {
  const fresh = Math.max(0, tokens.input - tokens.cached);
  const cached = tokens.cached * (prices.cachedInput ?? prices.input);
  return (fresh * prices.input + cached + tokens.output * prices.output) / 1e6;
}

/** Counts what models use in one run, by role and model, and refuses what would go beyond the budget. */
export class Meter {
  readonly #budget: ModelBudget;
  readonly #uses = new Map<string, ModelUse>();

  /** `spent`: what an earlier process of this run used. */
  constructor(budget: ModelBudget = {}, spent: readonly ModelUse[] = []) {
    this.#budget = budget;
    for (const use of spent) this.#uses.set(`${use.role} ${use.model}`, use);
  }

  uses(): readonly ModelUse[] {
    return [...this.#uses.values()];
  }

  usd(): number {
    return this.uses().reduce((sum, use) => sum + use.usd, 0);
  }

  tokens(): number {
    return this.uses().reduce((sum, use) => sum + use.tokens.input + use.tokens.output, 0);
  }

  /** Why no more may be asked, or undefined. */
  exceeded(): string | undefined {
    const { usd, tokens } = this.#budget;
    if (usd !== undefined && this.usd() >= usd) return `the models' budget of ${usd} USD is spent`;
    if (tokens !== undefined && this.tokens() >= tokens)
      return `the models' budget of ${tokens} tokens is spent`;
    return undefined;
  }

  /** A chat whose use is counted under this role. */
  metered(chat: Chat, role: Role, entry: Pick<ModelEntry, "id" | "prices">): Chat {
    return async (request) => {
      const exceeded = this.exceeded();
      if (exceeded !== undefined)
        return {
          kind: "failed",
          failure: { kind: "budget", retryable: false, message: `${exceeded}.`, requests: 0 },
        };
      const outcome = await chat(request);
      const { tokens = noTokens, requests = 1 } =
        outcome.kind === "answered" ? outcome.result : outcome.failure;
      this.#count(role, entry, tokens, requests);
      return outcome;
    };
  }

  #count(role: Role, entry: Pick<ModelEntry, "id" | "prices">, tokens: Tokens, requests: number): void {
    const key = `${role} ${entry.id}`;
    const before = this.#uses.get(key);
    const all = addTokens(before?.tokens ?? noTokens, tokens);
    this.#uses.set(key, {
      role,
      model: entry.id,
      calls: (before?.calls ?? 0) + requests,
      tokens: all,
      usd: costOf(entry, all),
    });
  }
}
