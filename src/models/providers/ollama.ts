import { ChatOllama } from "@langchain/ollama";
import type { ModelEntry } from "../../content/load-models.ts";
import { HttpFailure } from "../http-failure.ts";
import { patientFetch } from "../patient-fetch.ts";
import { stopFrom, type Provider, type ProviderAccess } from "../provider.ts";

/** Ollama's chat API on one's own machine. */
export function openOllama(entry: ModelEntry, access: ProviderAccess): Provider {
  const { temperature, maxOutputTokens, reasoningEffort } = entry.parameters;
  const baseUrl = access.baseUrl ?? entry.baseUrl ?? "http://127.0.0.1:11434";
  const way = { ...(access.proxy && { proxy: access.proxy }), only: { url: baseUrl, headers: [] } };
  const asking = fetchOrFail(patientFetch(way));
  return {
    bind: ({ tools = [], output, maxTokens = maxOutputTokens }) => {
      const model = new ChatOllama({
        model: entry.model ?? entry.id,
        maxRetries: 0,
        numPredict: maxTokens,
        numCtx: entry.contextTokens,
        fetch: asking,
        ...(temperature !== undefined && { temperature }),
        ...(reasoningEffort !== undefined && { think: reasoningEffort !== "none" }),
        baseUrl,
      });
      const functions = tools.map(({ name, description, parameters }) => ({
        type: "function" as const,
        function: { name, description, parameters: { ...parameters } },
      }));
      return model.withConfig({
        ...(functions.length > 0 && { tools: functions }),
        ...(output && entry.structured === "schema" && { format: { ...output.schema } }),
      });
    },
    stopOf: ({ response_metadata }) => stopFrom(response_metadata["done_reason"]),
  };
}

/** Ollama's client forgets the headers of a refusal, where Retry-After stands, and prints what it cannot read. */
function fetchOrFail(asking: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await asking(input, init);
    const type = response.headers.get("content-type") ?? "";
    if (response.ok && /json/.test(type)) return response;
    const text = await response.text();
    if (response.ok) throw new Error(`an answer of type "${type}" is none of Ollama's`);
    throw new HttpFailure(response.status, text, response.headers.get("retry-after") ?? undefined);
  };
}
