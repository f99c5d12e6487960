import type { ModelEntry, Role } from "../content/load-models.ts";
import { addTokens, noTokens, type Chat, type ChatRequest, type Tokens } from "./models.ts";

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
  /** Of requests that are on their way: what their prompts alone will use. */
  readonly #booked = { tokens: 0, usd: 0 };

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

  /** Why no more may be asked, or undefined. `prompt`: what a request takes before anything is answered; one that alone goes beyond the budget is not sent. */
  exceeded(prompt = { tokens: 0, usd: 0 }): string | undefined {
    const { usd, tokens } = this.#budget;
    const money = this.usd() + this.#booked.usd;
    const used = this.tokens() + this.#booked.tokens;
    if (usd !== undefined && (money >= usd || money + prompt.usd > usd))
      return `the models' budget of ${usd} USD is spent`;
    if (tokens !== undefined && (used >= tokens || used + prompt.tokens > tokens))
      return `the models' budget of ${tokens} tokens is spent`;
    return undefined;
  }

  /** A chat whose use is counted under this role. */
  metered(chat: Chat, role: Role, entry: Pick<ModelEntry, "id" | "prices">): Chat {
    return async (request) => {
      const prompt = sizeOf(request, entry);
      const exceeded = this.exceeded(prompt);
      if (exceeded !== undefined)
        return {
          kind: "failed",
          failure: { kind: "budget", retryable: false, message: `${exceeded}.`, requests: 0 },
        };
      this.#book(prompt, 1);
      const outcome = await chat(request).finally(() => this.#book(prompt, -1));
      const { tokens = noTokens, requests = 1 } =
        outcome.kind === "answered" ? outcome.result : outcome.failure;
      this.#count(role, entry, tokens, requests);
      return outcome;
    };
  }

  #book({ tokens, usd }: { tokens: number; usd: number }, sign: 1 | -1): void {
    this.#booked.tokens += sign * tokens;
    this.#booked.usd += sign * usd;
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

/** Four characters a token; at the price of cached input, so that nothing is refused that the provider's cache would make affordable. */
function sizeOf({ messages }: ChatRequest, { prices }: Pick<ModelEntry, "prices">) {
  const tokens = Math.floor(messages.reduce((sum, { text }) => sum + text.length, 0) / 4);
  return { tokens, usd: (tokens * (prices.cachedInput ?? prices.input)) / 1e6 };
}
