import { AppError } from "../core/errors.ts";
import { ensureBubblewrap } from "../sandbox/bubblewrap/ensure-bubblewrap.ts";
import type { PythonEnvironment } from "../sandbox/python/python-environment.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Settings } from "./config.ts";
import { makeSandbox } from "./make-sandbox.ts";

export interface ReadySandbox {
  readonly settings: Settings;
  readonly python: () => Promise<PythonEnvironment>;
  readonly report: (line: string) => void;
}

/**
 * The sandbox that was asked for, ready to use. A missing bubblewrap is installed where this process may. Never another sandbox than the one asked for: where it
 * cannot be used, AppError("environment") has the command that helps and names those that work here.
 */
export async function readySandbox({ settings, python, report }: ReadySandbox): Promise<Sandbox> {
  const options = { settings, name: settings.sandbox, python, report };
  const sandbox = makeSandbox(options);
  const missing = await sandbox.unavailable();
  if (!missing) return sandbox;
  await sandbox[Symbol.asyncDispose]();
  if (settings.sandbox !== "bubblewrap" || !missing.fix.endsWith("install -y bubblewrap"))
    throw await unusable(options, missing);
  await ensureBubblewrap({ report });
  const again = makeSandbox(options);
  const still = await again.unavailable();
  if (!still) return again;
  await again[Symbol.asyncDispose]();
  throw await unusable(options, still);
}

async function unusable(
  options: Parameters<typeof makeSandbox>[0],
  { why, fix }: { readonly why: string; readonly fix: string },
): Promise<AppError> {
  const others = (["bubblewrap", "container", "landlock"] as const).filter((name) => name !== options.name);
  const usable = await Promise.all(
    others.map(async (name) => {
      await using sandbox = makeSandbox({ ...options, name });
      return (await sandbox.unavailable()) ? [] : [`--sandbox ${name}`];
    }),
  );
  const instead = usable.flat();
  const next = instead.length > 0 ? `${fix}\n  or, which works here: ${instead.join(" or ")}` : fix;
  return new AppError("environment", why, { next });
}
