import { stringify } from "yaml";
import type { Prompt } from "./prompt.ts";

/** A prompt as a file of the library: `parsePrompt` reads it again. What is empty is left out. */
export function promptFile(prompt: Prompt): string {
  const { id, version, role, description, services, tags, variables, output, system, user } = prompt;
  const { examples, adjust, canonical } = prompt;
  const lines = (text: string) => `${text.trimEnd()}\n`;
  return stringify(
    {
      id,
      version,
      role,
      description,
      ...(services.length > 0 && { services }),
      ...(tags.length > 0 && { tags }),
      variables,
      output,
      ...(canonical !== undefined && { canonical }),
      system: lines(system),
      user: lines(user),
      ...(examples.length > 0 && { examples }),
      ...(adjust.length > 0 && { adjust }),
    },
    { lineWidth: 0, blockQuote: "literal", aliasDuplicateObjects: false },
  );
}
