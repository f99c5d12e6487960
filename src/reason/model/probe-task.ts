import type { Probe, ProbeRequest } from "../../core/probe.ts";

/** A probe's work as a task in words: what it reads, and what its variables are this time. Prompt in, canonical script out. */
export function probeTask({ summary, variables }: Probe, request: ProbeRequest): string {
  const told = Object.entries(variables).map(([name, { description, default: usual }]) => {
    const value = request.variables[name] ?? usual;
    return `- ${name} (${description}): ${JSON.stringify(value ?? null)}`;
  });
  return [summary, ...(told.length > 0 ? ["With:", ...told] : [])].join("\n");
}
