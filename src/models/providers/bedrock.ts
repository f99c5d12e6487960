import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { ChatBedrockConverse } from "@langchain/aws";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { ModelEntry } from "../../content/load-models.ts";
import { isHere, type Proxy } from "../patient-fetch.ts";
import { stopFrom, type Provider, type ProviderAccess } from "../provider.ts";

/** Amazon Bedrock's Converse API. The client is made here, because LangChain's own ignores an endpoint and retries by itself. */
export function openBedrock(entry: ModelEntry, access: ProviderAccess): Provider {
  const { temperature, maxOutputTokens } = entry.parameters;
  const endpoint = access.baseUrl ?? entry.baseUrl;
  const region = access.region ?? "us-east-1";
  const client = new BedrockRuntimeClient({
    region,
    maxAttempts: 1,
    // A token of the environment (AWS_BEARER_TOKEN_BEDROCK) would go before the credentials that are given.
    ...(access.credentials && { authSchemePreference: ["aws.auth#sigv4"] }),
    requestHandler: new NodeHttpHandler({
      requestTimeout: entry.seconds.total * 1000,
      ...agentsFor(access.proxy, endpoint),
    }),
    ...(access.credentials && { credentials: access.credentials }),
    ...(endpoint !== undefined && { endpoint }),
  });
  return {
    bind: ({ tools = [], output, maxTokens = maxOutputTokens }) => {
      const model = new ChatBedrockConverse({
        model: entry.model ?? entry.id,
        region,
        client,
        maxTokens,
        maxRetries: 0,
        streamUsage: true,
        ...(temperature !== undefined && { temperature }),
      });
      const given = tools.map(toolOf);
      if (!output || entry.structured !== "tool") return given.length === 0 ? model : model.bindTools(given);
      const answer = toolOf({
        name: output.name,
        description: "Give the answer.",
        parameters: output.schema,
      });
      const forces = model.supportsToolChoiceValues?.includes("tool") ?? false;
      return model.bindTools([...given, answer], forces ? { tool_choice: output.name } : {});
    },
    stopOf: ({ response_metadata }) => {
      const end: unknown = response_metadata["messageStop"];
      return stopFrom(isObjectLike(end) ? end["stopReason"] : response_metadata["stopReason"]);
    },
  };
}

/** Connections through the user's proxy; to this machine itself without. */
function agentsFor(proxy: Proxy | undefined, endpoint: string | undefined) {
  const here = endpoint !== undefined && isHere(new URL(endpoint));
  if (!proxy || here) return {};
  const connections = { keepAlive: true, proxyEnv: { ...proxy } };
  return { httpsAgent: new HttpsAgent(connections), httpAgent: new HttpAgent(connections) };
}

function toolOf({
  name,
  description,
  parameters,
}: {
  name: string;
  description: string;
  parameters: object;
}) {
  return { type: "function" as const, function: { name, description, parameters } };
}

function isObjectLike(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}
