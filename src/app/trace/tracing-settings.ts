import { z } from "zod";
import { AppError } from "../../core/errors.ts";

const variable = z.string().regex(/^[A-Z][A-Z0-9_]*$/);
const httpUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !/^https?:\/\/[^/?#]*@/i.test(url), "no user and password in it: name a variable");

const LangSmithSettings = z.strictObject({
  project: z.string().min(1).default("nephoscope"),
  endpoint: httpUrl.default("https://api.smith.langchain.com"),
  /** Environment variable that holds the key. */
  keyVariable: variable.default("LANGSMITH_API_KEY"),
  tags: z.array(z.string()).default([]),
  /** Prompts and answers of models too; they quote the account. */
  contents: z.boolean().default(false),
});

/** `tracing` in the configuration file. */
export const TracingFile = z.strictObject({
  langsmith: LangSmithSettings.optional(),
  otlp: z
    .strictObject({
      endpoint: httpUrl,
      /** Environment variable that holds headers, as `name=value,name=value`. */
      headersVariable: variable.optional(),
      /** Prompts, answers, scripts and what they print; without it numbers and names only. */
      contents: z.boolean().default(false),
    })
    .optional(),
});
export type TracingSettings = z.infer<typeof TracingFile>;

const names = ["langsmith", "otlp", "off"] as const;
export type TracingName = (typeof names)[number];

/** Where runs are sent: what the file says, or of it those that are named; LangSmith can be named without a file. Throws AppError("usage"). */
export function tracingOf(file: TracingSettings = {}, named?: readonly TracingName[]): TracingSettings {
  if (named === undefined) return file;
  const unknown = named.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new AppError("usage", `"${unknown}" is no tracing system.`, {
      next: `Give one of ${names.join(", ")}.`,
    });
  if (named.includes("off")) return {};
  if (named.includes("otlp") && !file.otlp)
    throw new AppError("usage", "No OTLP endpoint is configured.", {
      next: "In config.yaml:  tracing: {otlp: {endpoint: http://localhost:4318}}",
    });
  return {
    ...(named.includes("langsmith") && { langsmith: file.langsmith ?? LangSmithSettings.parse({}) }),
    ...(named.includes("otlp") && file.otlp && { otlp: file.otlp }),
  };
}
