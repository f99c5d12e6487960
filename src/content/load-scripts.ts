import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { digestOf } from "../core/json/digest.ts";
import { AppError } from "../core/errors.ts";
import { PolicyDocument } from "../core/grant.ts";
import { Json } from "../core/json/json.ts";
import { hasInvisible } from "../core/text/visible.ts";
import { readYaml } from "./read-yaml.ts";

/** A script that a model wrote, that ran, and that a person said may be used again. */
export const KeptScript = z.strictObject({
  name: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/),
  /** What it reads, in words. Used as it stands only for a task in the same words. */
  task: z.string().min(1).max(4000),
  services: z.array(z.string()),
  /** Calls in its text, as `ec2:DescribeVpcs`. */
  calls: z.array(z.string()).min(1),
  requirements: z.array(z.string()),
  /** What it needed; a run derives its own. */
  policy: PolicyDocument,
  provenance: z.strictObject({
    run: z.string(),
    step: z.number().int(),
    /** Tells accounts apart without naming them. */
    account: z.string(),
    region: z.string(),
    /** Where it was no real account. */
    endpoint: z.string().optional(),
    decidedBy: z.string(),
    keptAt: z.string(),
    /** Of the script as it ran, comments and all. */
    ran: z.string(),
  }),
  /** Names in it and in its task that were read from that account: as it is, it is used only there. */
  bound: z.array(z.string()),
  code: z.string().min(1),
  /** Of all the rest: a file that was changed by hand is not offered. */
  digest: z.string(),
});
export type KeptScript = z.infer<typeof KeptScript>;

/** A kept script with the digest of what it says. */
export function sealed(script: Omit<KeptScript, "digest">): KeptScript {
  return { ...script, digest: digestOf(Json.parse(script)) };
}

export function scriptFile(script: KeptScript): string {
  const { code, digest, ...rest } = script;
  return stringify({ ...rest, digest, code }, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Throws AppError("configuration") that names the file (and the line) where it is no kept script, or not what was kept. */
export function parseScript(text: string, file: string): KeptScript {
  const next = "nephoscope library check   says what is wrong with each.";
  const fail = (message: string): AppError => new AppError("configuration", `${file}: ${message}`, { next });
  const parsed = KeptScript.safeParse(readYaml(text, file, next).value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw fail(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not understood"}`);
  }
  const { digest, ...rest } = parsed.data;
  if (sealed(rest).digest !== digest)
    throw fail("it is not what was kept: its digest is another (keep the script again from its run)");
  if (hasInvisible(text)) throw fail("it holds characters that nobody sees");
  return parsed.data;
}

/** All that can be read of a folder; `ignored` hears of each that cannot. */
export async function loadScripts(
  folder: string,
  ignored: (error: AppError, file: string) => void,
): Promise<readonly KeptScript[]> {
  const names = await readdir(folder).catch(() => []);
  const scripts: KeptScript[] = [];
  for (const name of names.filter((one) => one.endsWith(".yaml")).toSorted()) {
    const file = join(folder, name);
    try {
      const script = parseScript(await readFile(file, "utf8"), file);
      if (`${script.name}.yaml` !== name)
        throw new AppError("configuration", `${file}: it is called ${script.name}`);
      scripts.push(script);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      ignored(error, file);
    }
  }
  return scripts;
}
