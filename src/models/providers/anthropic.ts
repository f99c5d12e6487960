import { ChatAnthropic } from "@langchain/anthropic";
import type { ModelEntry } from "../../content/load-models.ts";
import { patientFetch } from "../patient-fetch.ts";
import { plainSchema } from "../plain-schema.ts";
import { stopFrom, type Provider, type ProviderAccess } from "../provider.ts";

/**
 * Anthropic's Messages API. Models since Claude 5 think by an effort, take no sampling parameters and refuse a forced tool: they are held to a shape by a
 * schema ("Structured outputs"). Older ones are by a tool that must be called, and think by a budget.
 */
export function openAnthropic(entry: ModelEntry, access: ProviderAccess): Provider {
  const { temperature, maxOutputTokens, reasoningEffort, thinkingTokens } = entry.parameters;
  const effort = reasoningEffort === "none" ? undefined : reasoningEffort;
  const url = access.baseUrl ?? entry.baseUrl ?? "https://api.anthropic.com";
  const asking = patientFetch({
    ...(access.proxy && { proxy: access.proxy }),
    only: { url, headers: ["x-api-key"] },
  });
  return {
    bind: ({ tools = [], output, maxTokens = maxOutputTokens }) => {
      const format = output &&
        entry.structured === "schema" && {
          format: { type: "json_schema" as const, schema: { ...plainSchema(output.schema) } },
        };
      const model = new ChatAnthropic({
        model: entry.model ?? entry.id,
        anthropicApiKey: access.apiKey ?? "none",
        maxRetries: 0,
        clientOptions: { maxRetries: 0, timeout: entry.seconds.total * 1000, fetch: asking },
        streamUsage: true,
        // The budget for thinking comes on top of what the answer may have.
        maxTokens: maxTokens + (thinkingTokens ?? 0),
        ...(thinkingTokens === undefined && temperature !== undefined && { temperature }),
        ...(thinkingTokens !== undefined && {
          thinking: { type: "enabled" as const, budget_tokens: thinkingTokens },
        }),
        ...((effort !== undefined || format) && {
          outputConfig: { ...(effort !== undefined && { effort }), ...format },
        }),
        anthropicApiUrl: url,
      });
      const given = tools.map(({ name, description, parameters }) => ({
        name,
        description,
        input_schema: { ...parameters, type: "object" as const },
      }));
      if (!output || entry.structured !== "tool") return given.length === 0 ? model : model.bindTools(given);
      const answer = {
        name: output.name,
        description: "Give the answer.",
        input_schema: { ...output.schema, type: "object" as const },
      };
      return model.bindTools([...given, answer], {
        tool_choice: thinkingTokens === undefined ? { type: "tool", name: output.name } : "auto",
      });
    },
    // Streamed, the reason stands among the additional members.
    stopOf: ({ additional_kwargs, response_metadata }) =>
      stopFrom(additional_kwargs["stop_reason"] ?? response_metadata["stop_reason"]),
    // The first piece counts some that the last one's total holds again.
    outputTokensOf: (counts) => counts.at(-1) ?? 0,
  };
}
