import { ensurePackageLayer } from "../sandbox/python/package-layer.ts";
import type { PackageLayer } from "../sandbox/python/package-layer.ts";
import { checkRequirements } from "../script/requirements/requirements.ts";
import type { GivenScript } from "./scripts.ts";
import type { Workshop } from "./workshop.ts";

/** Names that the user allows for this script: on the command line, and in the configuration. */
export function allowedPackages(
  { settings }: Workshop,
  { allowPackages = [] }: GivenScript,
): readonly string[] {
  return [...new Set([...allowPackages, ...settings.allowPackages])].toSorted();
}

/**
 * The packages that a script requires beside those that ship, where the user allows them all. Undefined where it needs none, or where its requirements are
 * refused: the check says why. Throws AppError("environment") where they cannot be had.
 */
export async function packageLayerFor(
  workshop: Workshop,
  script: GivenScript,
  signal?: AbortSignal,
): Promise<PackageLayer | undefined> {
  const { wanted, diagnostics } = checkRequirements(script.requirements ?? [], {
    allowed: allowedPackages(workshop, script),
  });
  if (wanted.length === 0 || diagnostics.length > 0) return undefined;
  return ensurePackageLayer({
    environment: await workshop.python(),
    requirements: wanted,
    report: workshop.report,
    ...(signal && { signal }),
  });
}
