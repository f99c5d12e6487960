import { AppError } from "../core/errors.ts";
import type { ScriptCheck } from "../core/script.ts";
import { allowedPackages } from "./package-layer-for.ts";
import type { GivenScript } from "./scripts.ts";
import type { Workshop } from "./workshop.ts";

/** The check of a script that is about to run. Throws AppError("usage") where it does not pass. */
export async function checkedScript(
  workshop: Workshop,
  script: GivenScript,
  { account, region }: { readonly account: string; readonly region: string },
  /** What the packages that were installed for it give. */
  modules?: readonly string[],
): Promise<ScriptCheck> {
  const checker = await workshop.checker();
  const checked = await checker.check({
    code: script.code,
    ...(script.requirements && { requirements: script.requirements }),
    allowedPackages: allowedPackages(workshop, script),
    ...(modules && { packageModules: modules }),
    account,
    region,
  });
  if (checked.ok) return checked;
  const first = checked.diagnostics.find((one) => one.severity === "error" && !one.fixed);
  throw new AppError(
    "usage",
    `The script does not pass its check: line ${first?.line ?? "?"}: ${first?.message ?? ""}`,
    { next: "nephoscope script check FILE   shows all of it." },
  );
}
