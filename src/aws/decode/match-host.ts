import type { WireService } from "./wire-index.ts";

/** What may stand before the service's own host, for each of its templates that the host fits: `` or an operation's host prefix. */
export function matchHost(service: WireService, host: string, region: string): readonly string[] {
  return [...new Set(service.hosts.flatMap((template) => prefixBefore(template, host, region) ?? []))];
}

/** True when a host prefix as the model writes it (`{AccountId}.`, `data-`) could have made this one. */
export function madeFrom(hostPrefix: string | undefined, prefix: string): boolean {
  if (hostPrefix === undefined) return prefix === "";
  const pattern = hostPrefix
    .split(/\{\w+\}/)
    .map(escapeRegExp)
    .join("[a-z0-9-]{1,63}");
  return new RegExp(`^${pattern}$`).test(prefix);
}

const suffixes = ["amazonaws.com", "api.aws", "amazonaws.com.cn"];
/** Patterns by region and template: the same few are asked for again and again. */
const compiled = new Map<string, RegExp>();

function prefixBefore(template: string, host: string, region: string): string | undefined {
  const key = `${region} ${template}`;
  const pattern = compiled.get(key) ?? compile(template, region);
  if (compiled.size > 20_000) compiled.clear();
  compiled.set(key, pattern);
  return pattern.exec(host)?.[1];
}

function compile(template: string, region: string): RegExp {
  const pattern = template
    .split(/(\{Region\}|\{Suffix\}|\{Any\})/)
    .map((part) => {
      if (part === "{Region}") return escapeRegExp(region);
      if (part === "{Suffix}") return `(?:${suffixes.map(escapeRegExp).join("|")})`;
      return part === "{Any}" ? "[a-z0-9-]{1,63}" : escapeRegExp(part);
    })
    .join("");
  // A prefix ends a label or a dash-joined part of one; nothing else may stand before the host.
  return new RegExp(`^((?:[a-z0-9-]{1,63}\\.){0,2}(?:[a-z0-9]{1,62}-){0,2})${pattern}$`);
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
