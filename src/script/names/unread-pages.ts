import type { ServiceModels } from "../../aws/service-models.ts";
import type { Diagnostic } from "../../core/script.ts";
import type { FoundCall } from "./found-call.ts";
import { methodName } from "./method-name.ts";

/** Calls of operations that answer in pages, in a text that never asks for the next one: what is not on the first page is not seen. */
export function unreadPages(
  calls: readonly FoundCall[],
  code: string,
  models: ServiceModels,
): readonly Diagnostic[] {
  const lines = new Map<string, Diagnostic>();
  for (const { service, operation, line, via, certain } of calls) {
    const paginator = via === "method" && certain ? models.model(service)?.paginators[operation] : undefined;
    if (paginator === undefined || wholeByItself.has(`${service}.${operation}`) || readsOn(code, paginator))
      continue;
    const method = methodName(operation);
    const message = `${service}:${operation} answers in pages, and only the first is read. get_paginator("${method}").paginate(…) reads all of them.`;
    lines.set(`${line} ${operation}`, {
      rule: "unread-pages",
      kind: "style",
      severity: "info",
      line,
      message,
      fixed: false,
      suggestion: `get_paginator("${method}")`,
    });
  }
  return [...lines.values()];
}

/** Answers in pages only where a size is asked for (S3 API Reference, ListBuckets). */
const wholeByItself = new Set(["s3.ListBuckets"]);

/** The name of a token stands in the text: it goes on by itself. */
function readsOn(
  code: string,
  {
    input_token,
    output_token,
  }: { input_token: string | readonly string[]; output_token: string | readonly string[] },
): boolean {
  const tokens = [input_token, output_token].flat().map((token) => /\w+$/.exec(token)?.[0] ?? token);
  return tokens.some((token) => code.includes(token));
}
