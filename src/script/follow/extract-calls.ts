import type { ServiceModels } from "../../aws/service-models.ts";
import { Interpreter } from "./interpreter.ts";
import type { ParsedPython } from "../syntax.ts";
import type { PlacedUse, Unresolved } from "./use.ts";

export interface Extraction {
  readonly uses: readonly PlacedUse[];
  readonly unresolved: readonly Unresolved[];
}

/**
 * Finds every use of boto3 in a script's text: which client, which method, with which literal parameters. A preview for people and the ground of
 * the policy; the broker decides from the wire. Never throws and never runs for long: what it cannot follow is listed as unresolved.
 */
export function extractCalls({
  parsed,
  models,
}: {
  parsed: ParsedPython | undefined;
  models: ServiceModels;
}): Extraction {
  if (parsed === undefined)
    return { uses: [], unresolved: [{ line: 1, why: "the script is nested too deep to be followed" }] };
  try {
    return new Interpreter(models, parsed.code).run(parsed);
  } catch (error) {
    if (error instanceof RangeError)
      return { uses: [], unresolved: [{ line: 1, why: "the script is nested too deep to be followed" }] };
    throw error;
  }
}
