import { PromptVariable, type StoredPrompt } from "../../content/prompt.ts";
import { AppError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { ProbeRequest, type Probe } from "../../core/probe.ts";
import { misfitOf, renderProbe } from "../playbook/render-probe.ts";

/** What the ids of prompts made from probes begin with: `probe/ec2/network`. */
export const canonicalPrefix = "probe/";

/**
 * The prompt to which a probe is the right answer: the coder's own rules and examples, and the probe's header as a task, worded as `probeTask` words it. A
 * canonical prompt is never more than its probe says: nothing but the probe's variables can be put in.
 */
export function canonicalPrompt(probe: Probe, coder: StoredPrompt, file: string): StoredPrompt {
  const [service = ""] = probe.id.split("/");
  const { system, examples, adjust, version } = coder;
  return {
    id: `${canonicalPrefix}${probe.id}`,
    version,
    role: "coder",
    description: probe.summary,
    services: [service],
    tags: ["canonical", "script"],
    variables: Object.fromEntries(
      Object.entries(probe.variables).map(([name, { type, description, pattern, default: usual }]) => [
        name,
        PromptVariable.parse({
          type,
          description,
          ...(pattern !== undefined && { pattern }),
          ...(usual !== undefined && { default: usual }),
        }),
      ]),
    ),
    output: { kind: "script" },
    system: plain(system),
    user: taskTemplate(probe),
    examples,
    adjust,
    canonical: probe.id,
    file,
    lines: { system: 1, user: 1 },
  };
}

/** The canonical answer: the probe with these variables in it. Throws AppError("usage") where one does not fit. */
export function canonicalScript(probe: Probe, given: JsonObject): string {
  const fail = (message: string): never => {
    throw new AppError("usage", `The probe ${probe.id}: ${message}`, {
      next: `nephoscope prompts show ${canonicalPrefix}${probe.id}   lists its variables.`,
    });
  };
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(probe.variables, name));
  if (unknown !== undefined) return fail(`there is no variable "${unknown}"`);
  const read = ProbeRequest.shape.variables.safeParse(given);
  if (!read.success)
    return fail(`the variable "${String(read.error.issues[0]?.path[0])}" has a value of no known type`);
  for (const [name, variable] of Object.entries(probe.variables)) {
    const value = read.data[name] ?? variable.default;
    if (value === undefined) return fail(`the variable "${name}" is missing: ${variable.description}`);
    const misfit = misfitOf(value, variable);
    if (misfit !== undefined) return fail(`the variable "${name}" ${misfit}`);
  }
  return renderProbe(probe, read.data);
}

function taskTemplate({ id, summary, variables }: Probe): string {
  const told = Object.entries(variables).map(
    ([name, { description }]) => `- ${name} (${plain(description)}): {{ ${name} | json }}`,
  );
  return [
    `Task: ${plain(summary)}`,
    ...(told.length > 0 ? ["With:", ...told] : []),
    `Why: it is the canonical read ${id}.`,
    "",
  ].join("\n");
}

/** Text that no template engine reads anything into. */
function plain(text: string): string {
  return text.replaceAll(/\{(?=[{%])/g, '{{ "{" }}');
}
