import { z } from "zod";

/** A variable of a probe. `list` is a list of strings; `pattern` is checked on every string before it is put into the script. */
export const ProbeVariable = z.object({
  type: z.enum(["string", "integer", "list", "boolean"]),
  description: z.string(),
  pattern: z.string().optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
});
export type ProbeVariable = z.infer<typeof ProbeVariable>;

/** A small canonical script: one Python file whose docstring holds this header (YAML after the first paragraph). */
export const Probe = z.object({
  /** `<service folder>/<file name>`, as `ec2/network`. */
  id: z.string(),
  summary: z.string(),
  variables: z.record(z.string(), ProbeVariable),
  code: z.string(),
});
export type Probe = z.infer<typeof Probe>;

export const ProbeRequest = z.object({
  probe: z.string(),
  variables: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  reason: z.string(),
});
export type ProbeRequest = z.infer<typeof ProbeRequest>;

/** Two requests with the same key read the same things. */
export function probeKey(request: ProbeRequest): string {
  const variables = Object.entries(request.variables).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${request.probe} ${JSON.stringify(variables)}`;
}
