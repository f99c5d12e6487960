import type { ModelRegistry } from "../../content/load-models.ts";
import { blinded } from "../../aws/redact/secret-text.ts";
import type { Settings } from "../config.ts";

/** Every key that this process itself may use: none of them is told to anybody but whom it is for. */
export function ownSecrets(
  { keys, secret, tracing, proxy }: Settings,
  models: ModelRegistry["models"],
): readonly string[] {
  const headers = tracing.otlp?.headersVariable && secret(tracing.otlp.headersVariable);
  const links = [proxy?.HTTPS_PROXY, proxy?.HTTP_PROXY, ...models.map(({ baseUrl }) => baseUrl)];
  const own = [
    keys?.secretAccessKey,
    keys?.sessionToken,
    tracing.langsmith && secret(tracing.langsmith.keyVariable),
    headers,
    ...(headers ?? "").split(",").map((pair) => decoded(pair.slice(pair.indexOf("=") + 1).trim())),
    ...models.map(({ keyVariable }) => keyVariable && secret(keyVariable)),
    ...links.map((link) => link && URL.canParse(link) && decoded(new URL(link).password)),
  ];
  return own.flatMap((value) => (typeof value === "string" && value.length >= 8 ? [value] : []));
}

/** A text without them. */
export function withoutOwn(text: string, own: readonly string[]): string {
  return own.reduce((before, value) => before.replaceAll(value, blinded), text);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
