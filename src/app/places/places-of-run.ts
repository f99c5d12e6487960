import { z } from "zod";
import { isObject } from "../../core/json/json.ts";
import type { Json } from "../../core/json/json.ts";
import type { Places } from "./places.ts";

const Kept = z.object({
  regions: z.array(z.string()),
  roleArns: z.array(z.string()),
  includeBase: z.boolean(),
});

/** The accounts and regions that a run was begun with, from its own `run-start`; undefined where it had one place. */
export function placesOfRun(options: Json): Places | undefined {
  return Kept.safeParse(isObject(options) ? options["places"] : undefined).data;
}
