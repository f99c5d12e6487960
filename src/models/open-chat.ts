import type { ModelEntry } from "../content/load-models.ts";
import type { Chat } from "./models.ts";
import type { Provider, ProviderAccess } from "./provider.ts";
import { withContinuation } from "./with-continuation.ts";
import { withRetries, type Retries } from "./with-retries.ts";
import { withTextTools } from "./with-text-tools.ts";

export interface OpenChat {
  readonly entry: ModelEntry;
  readonly access: ProviderAccess;
  readonly retries?: Retries;
}

/** A model of the registry, ready to be asked: retried, continued, normalised. Nothing is sent before the first question; providers are loaded on demand. */
export function openChat({ entry, access, retries }: OpenChat): Chat {
  return ready(() => openProvider(entry, access), entry, retries, access.apiKey);
}

/** The same for a provider that is open already: a chat model of a user's own. */
export function readyChat(provider: Provider, entry: ModelEntry, retries?: Retries): Chat {
  return ready(() => Promise.resolve(provider), entry, retries);
}

function ready(
  open: () => Promise<Provider>,
  entry: ModelEntry,
  retries: Retries | undefined,
  apiKey?: string,
): Chat {
  const loaded: { asking?: Promise<Chat> } = {};
  const bare: Chat = async (request) => (await (loaded.asking ??= askingOf(open, entry, apiKey)))(request);
  const lasting = withContinuation(withRetries(bare, retries));
  return entry.toolStyle === "text" ? withTextTools(lasting) : lasting;
}

/** LangChain is loaded with the first question: what uses no model pays nothing for it. */
async function askingOf(
  open: () => Promise<Provider>,
  entry: ModelEntry,
  apiKey: string | undefined,
): Promise<Chat> {
  const [{ askProvider }, provider] = await Promise.all([import("./ask-provider.ts"), open()]);
  return askProvider({ provider, entry, ...(apiKey !== undefined && { apiKey }) });
}

async function openProvider(entry: ModelEntry, access: ProviderAccess): Promise<Provider> {
  switch (entry.provider) {
    case "openai":
    case "openai-compatible":
      return (await import("./providers/openai.ts")).openOpenAi(entry, access);
    case "anthropic":
      return (await import("./providers/anthropic.ts")).openAnthropic(entry, access);
    case "bedrock":
      return (await import("./providers/bedrock.ts")).openBedrock(entry, access);
    case "ollama":
      return (await import("./providers/ollama.ts")).openOllama(entry, access);
  }
}
