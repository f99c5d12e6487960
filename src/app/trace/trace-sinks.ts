import { readFileSync } from "node:fs";
import { redactDocument } from "../../aws/redact/redact-document.ts";
import { redactNamed } from "../../aws/redact/secret-text.ts";
import type { ModelRegistry } from "../../content/load-models.ts";
import type { Redact } from "../../trace/redact-trace.ts";
import type { TraceSink } from "../../trace/trace.ts";
import type { Settings } from "../config.ts";
import { modelRegistry } from "../models/open-models.ts";
import { ownSecrets, withoutOwn } from "../models/own-secrets.ts";

/** What a sending process knows: where to, as whom, and what must not be told. */
export interface TraceSinks {
  readonly sinks: readonly TraceSink[];
  readonly redact: Redact;
  /** Sinks that are configured and lack something, each in a sentence. */
  readonly missing: readonly string[];
}

/** As the GenAI conventions name providers; OpenAI-compatible servers speak OpenAI's format. */
const providers: { readonly [provider in ModelRegistry["models"][number]["provider"]]: string } = {
  openai: "openai",
  "openai-compatible": "openai",
  anthropic: "anthropic",
  bedrock: "aws.bedrock",
  ollama: "ollama",
};

/** The configured sinks. Their code is loaded here: whoever traces nothing never loads it. */
export async function openTraceSinks(settings: Settings): Promise<TraceSinks> {
  const { langsmith, otlp } = settings.tracing;
  const { models } = registryOf(settings);
  const redact = redactorFor(settings, models);
  const servedBy = (model: string) => {
    const entry = models.find((one) => one.id === model);
    // Of an inference profile's ARN the account is nobody's business.
    const named = (entry?.model ?? model).replace(/^arn:aws[\w-]*:[\w-]*:[\w-]*:\d*:/, "");
    return { provider: entry ? providers[entry.provider] : "unknown", model: named };
  };
  const leave = await wayOut(settings);
  const sinks: TraceSink[] = [];
  const missing: string[] = [];
  const apiKey = langsmith && settings.secret(langsmith.keyVariable);
  if (langsmith && apiKey === undefined) missing.push(`LangSmith: ${langsmith.keyVariable} is not set`);
  if (langsmith && apiKey !== undefined) {
    const { langSmithSink } = await import("../../trace/langsmith.ts");
    const { project, tags, ...rest } = langsmith;
    sinks.push(
      langSmithSink({
        ...rest,
        ...leave,
        project: redact(project),
        tags: tags.map((tag) => redact(tag)),
        apiKey,
        redact,
        servedBy,
      }),
    );
  }
  if (otlp) {
    const { otlpSink } = await import("../../trace/otlp.ts");
    const headers = headersIn(otlp.headersVariable && settings.secret(otlp.headersVariable));
    sinks.push(otlpSink({ ...otlp, ...leave, headers, version: ownVersion(), servedBy }));
  }
  return { sinks, redact, missing };
}

/** Through the user's proxy, where there is one. */
async function wayOut({ proxy, tracing }: Settings): Promise<{ readonly fetch?: typeof fetch }> {
  if (!proxy || (!tracing.langsmith && !tracing.otlp)) return {};
  const { patientFetch } = await import("../../models/patient-fetch.ts");
  return { fetch: patientFetch({ proxy }) };
}

/** What is recognisably a secret goes, and every key that this process itself may use. */
function redactorFor(settings: Settings, models: ModelRegistry["models"]): Redact {
  const own = ownSecrets(settings, models);
  return (text, name) => {
    const shown = withoutOwn(text, own);
    const inner = redactDocument(shown);
    return inner === shown && name !== undefined ? redactNamed(name, shown) : inner;
  };
}

/** As OTEL_EXPORTER_OTLP_HEADERS is written: `name=value,name=value`, values percent-encoded. */
function headersIn(text = ""): Record<string, string> {
  const pairs = text.split(",").flatMap((pair) => {
    const [, name, value] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*([^\r\n]*?)\s*$/.exec(pair) ?? [];
    return name === undefined || value === undefined ? [] : [[name, decoded(value)] as const];
  });
  return Object.fromEntries(pairs);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** A registry with a fault is told of where models are asked; here their names are enough. */
function registryOf(settings: Settings): Pick<ModelRegistry, "models"> {
  try {
    return modelRegistry(settings);
  } catch {
    return { models: [] };
  }
}

function ownVersion(): string {
  const file = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  return /"version": "([^"]+)"/.exec(file)?.[1] ?? "0";
}
