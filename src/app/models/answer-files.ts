import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Json } from "../../core/json/json.ts";
import { Tokens } from "../../models/models.ts";
import type { AnswerCache } from "../../models/with-cache.ts";

const Kept = z.object({
  text: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.record(z.string(), Json) })),
  stop: z.enum(["stop", "length", "tool", "unknown"]),
  tokens: Tokens,
  requests: z.number(),
  ms: z.number(),
});

/** Answers of models in files that only this user can read, one by what was asked. A file that is not understood counts as none. */
export function answerFiles(folder: string): AnswerCache {
  const fileOf = (key: string) => join(folder, `${key.replace(":", "-")}.json`);
  return {
    get: async (key) => {
      try {
        const kept = Kept.safeParse(JSON.parse(await readFile(fileOf(key), "utf8")));
        return kept.success ? kept.data : undefined;
      } catch {
        return undefined;
      }
    },
    put: async (key, result) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = fileOf(key);
      const written = `${file}.${process.pid}`;
      await writeFile(written, JSON.stringify(result), { mode: 0o600 });
      await rename(written, file);
    },
  };
}
