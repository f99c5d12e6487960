import type { Facts, Resource } from "../../core/facts.ts";
import { allLines } from "./log-event.ts";
import type { LogLine } from "./log-event.ts";

/** The lines that are about a resource: their group, stream or message names it, whole. Lines of something else prove nothing of it. */
export function linesAbout(facts: Facts, ...resources: readonly Resource[]): readonly LogLine[] {
  const called = resources
    .flatMap(({ id, name }) => [id, name])
    .filter((one) => one !== undefined && one.length > 2)
    .map((one) => new RegExp(`(?<![\\w-])${escaped(one ?? "")}(?![\\w-])`));
  return allLines(facts).filter(({ group, stream, message }) =>
    called.some((name) => name.test(group) || name.test(stream) || name.test(message)),
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.+?^${}()|[\]\\*]/g, String.raw`\$&`);
}
