import type { ReadRequest } from "./wire-request.ts";
import { readForm } from "./wire-request.ts";
import type { WireOperation, WireService } from "./wire-index.ts";

export interface RestMatch {
  readonly operation: string;
  /** Labels of the template, decoded. */
  readonly labels: { readonly [name: string]: string };
}

interface Template {
  readonly name: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: readonly (readonly [string, string])[];
  readonly operation: WireOperation;
}

const templates = new WeakMap<WireService, ReadonlyMap<string, readonly Template[]>>();

/** The operation whose method, path, literal query and required members fit best. Undefined where none does, or two do equally. */
export function matchRest(service: WireService, request: ReadRequest, path: string): RestMatch | undefined {
  const segments = path.split("/").slice(1);
  if (segments.some(isDotted)) return undefined;
  const known = templates.get(service) ?? byMethod(service);
  templates.set(service, known);
  const found = (known.get(request.method) ?? []).flatMap((template) => {
    const labels = fit(template.segments, segments);
    return labels && queryFits(template, request) ? [{ template, labels, score: scoreOf(template) }] : [];
  });
  const best = found.toSorted((a, b) => compareScores(b.score, a.score));
  const [first, second] = best;
  if (!first || (second && compareScores(first.score, second.score) === 0)) return undefined;
  return { operation: first.template.name, labels: first.labels };
}

function byMethod(service: WireService): ReadonlyMap<string, readonly Template[]> {
  const all = Object.entries(service.operations).map(([name, operation]): Template => {
    const [path = "/", query = ""] = (operation.u ?? "/").split("?");
    return {
      name,
      method: operation.m ?? "POST",
      segments: path.split("/").slice(1),
      query: readForm(query) ?? [],
      operation,
    };
  });
  return Map.groupBy(all, (template) => template.method);
}

/** `.` and `..`, however often escaped, may be resolved by a server on the way: what is asked for would not be what was decided on. */
function isDotted(segment: string): boolean {
  const spellings = [segment];
  for (let last = segment; spellings.length < 4;) {
    const next = decodeLabel(last);
    if (next === undefined || next === last) break;
    spellings.push(next);
    last = next;
  }
  return spellings.some((text) => text.split(/[/\\]/).some((part) => part === "." || part === ".."));
}

function fit(
  template: readonly string[],
  given: readonly string[],
): { readonly [name: string]: string } | undefined {
  const wanted = withoutTrailing(template);
  const greedy = wanted.findIndex((segment) => segment.endsWith("+}"));
  const actual = greedy < 0 ? withoutTrailing(given) : given;
  if (greedy < 0 ? actual.length !== wanted.length : actual.length < wanted.length) return undefined;
  const extra = actual.length - wanted.length;
  const labels: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const from = greedy >= 0 && index > greedy ? index + extra : index;
    const value = index === greedy ? actual.slice(from, from + extra + 1).join("/") : (actual[from] ?? "");
    const label = /^(.*?)\{([^}]+?)\+?\}(.*)$/.exec(segment);
    if (!label) {
      if (segment !== value) return undefined;
      continue;
    }
    const [, before = "", name = "", behind = ""] = label;
    if (!value.startsWith(before) || !value.endsWith(behind)) return undefined;
    const inner = decodeLabel(value.slice(before.length, value.length - behind.length));
    if (inner === undefined || inner === "") return undefined;
    labels[name] = inner;
  }
  return labels;
}

function withoutTrailing(segments: readonly string[]): readonly string[] {
  return segments.length > 1 && segments.at(-1) === "" ? segments.slice(0, -1) : segments;
}

function decodeLabel(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function queryFits({ query, operation }: Template, request: ReadRequest): boolean {
  const has = (name: string, value?: string): boolean =>
    request.query.some(([key, given]) => key === name && (value === undefined || given === value));
  return (
    query.every(([name, value]) => has(name, value)) &&
    (operation.q ?? []).every((name) => has(name)) &&
    (operation.h ?? []).every((name) => request.headers.has(name))
  );
}

/** Literal query first, then what is not superseded, then required members, then literal path segments. */
function scoreOf({ query, operation, segments }: Template): readonly number[] {
  const literal = withoutTrailing(segments).filter((segment) => !segment.includes("{")).length;
  return [
    query.length,
    -(operation.d ?? 0),
    (operation.q?.length ?? 0) + (operation.h?.length ?? 0),
    literal,
    withoutTrailing(segments).length,
  ];
}

function compareScores(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
