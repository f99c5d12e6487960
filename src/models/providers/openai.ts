import { ChatOpenAICompletions } from "@langchain/openai";
import type { ModelEntry } from "../../content/load-models.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { ChatRequest } from "../models.ts";
import { patientFetch } from "../patient-fetch.ts";
import { plainSchema } from "../plain-schema.ts";
import { stopFrom, type Provider, type ProviderAccess } from "../provider.ts";
import { isStrictSchema } from "../strict-schema.ts";

/** OpenAI's chat completions, and every server that speaks them. Always streamed: a parse of the SDK's own would lose cut answers. */
export function openOpenAi(entry: ModelEntry, access: ProviderAccess): Provider {
  const { temperature, maxOutputTokens, reasoningEffort, extra } = entry.parameters;
  const effort = reasoningEffort === undefined || reasoningEffort === "none" ? undefined : reasoningEffort;
  const baseURL = access.baseUrl ?? entry.baseUrl ?? "https://api.openai.com/v1";
  const asking = patientFetch({
    ...(access.proxy && { proxy: access.proxy }),
    only: {
      url: baseURL,
      headers: [
        "authorization",
        ...(entry.provider === "openai" ? ["openai-organization", "openai-project"] : []),
      ],
    },
  });
  return {
    bind: (request) => {
      const model = new ChatOpenAICompletions({
        model: entry.model ?? entry.id,
        // Servers on one's own machine want none, but the SDK wants something.
        apiKey: access.apiKey ?? "none",
        maxRetries: 0,
        maxTokens: request.maxTokens ?? maxOutputTokens,
        ...(temperature !== undefined && { temperature }),
        ...(effort !== undefined && { reasoning: { effort } }),
        ...(extra && { modelKwargs: { ...extra } }),
        configuration: {
          fetch: asking,
          timeout: entry.seconds.total * 1000,
          baseURL,
        },
      });
      return model.withConfig(bindings(entry, request));
    },
    stopOf: (message) => stopFrom(message.response_metadata["finish_reason"]),
  };
}

function bindings(entry: ModelEntry, { tools, output }: ChatRequest) {
  const functions = (tools ?? []).map(functionOf);
  if (!output || entry.structured === "prompt") return functions.length === 0 ? {} : { tools: functions };
  if (entry.structured === "tool") {
    const answer = functionOf({
      name: output.name,
      description: "Give the answer.",
      parameters: output.schema,
    });
    return {
      tools: [...functions, answer],
      tool_choice: { type: "function" as const, function: { name: output.name } },
    };
  }
  return {
    ...(functions.length > 0 && { tools: functions }),
    response_format: {
      type: "json_schema" as const,
      json_schema: {
        name: output.name,
        schema: { ...plainSchema(output.schema) },
        strict: isStrictSchema(output.schema),
      },
    },
  };
}

function functionOf({
  name,
  description,
  parameters,
}: {
  name: string;
  description: string;
  parameters: JsonObject;
}) {
  return { type: "function" as const, function: { name, description, parameters: { ...parameters } } };
}
