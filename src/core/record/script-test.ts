import { z } from "zod";
import { RehearsedSituation } from "./rehearsal.ts";

/** What `script test` says. `ok` is false exactly when the script is at fault in one of the situations. */
export const ScriptTest = z.object({
  ok: z.boolean(),
  situations: z.array(RehearsedSituation),
  /** Where the cases were saved as tests for pytest, with `--save`. */
  saved: z.object({ folder: z.string(), files: z.array(z.string()), command: z.string() }).optional(),
});
export type ScriptTest = z.infer<typeof ScriptTest>;
