import { accessSync, constants, mkdirSync } from "node:fs";
import type { DoctorReport, Need } from "../core/record/doctor.ts";
import { AppError } from "../core/errors.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { makeSandbox } from "./make-sandbox.ts";
import type { Workshop } from "./workshop.ts";

/**
 * Each thing that is needed, there or not, and the command that fixes it. The Python environment is made on the spot, for it is a cache; system packages
 * are installed only with `fix`, and only where this process may.
 */
export async function doctor(
  workshop: Workshop,
  { fix = false }: { fix?: boolean } = {},
): Promise<DoctorReport> {
  if (fix) await Promise.allSettled([workshop.python(), workshop.sandbox()]);
  const python = await workshop
    .python()
    .catch((error: unknown) => (error instanceof AppError ? error : Promise.reject(error)));
  const sandboxes = await sandboxNeeds(workshop);
  const needs: readonly Need[] = [
    {
      name: "Node.js",
      present: true,
      required: true,
      detail: `${process.versions.node} at ${process.execPath}`,
    },
    python instanceof AppError
      ? {
          name: "Python environment",
          present: false,
          required: true,
          detail: python.message,
          fix: python.next ?? "nephoscope doctor --fix",
        }
      : {
          name: "Python environment",
          present: true,
          required: true,
          detail: `Python ${python.version}, boto3 ${python.boto3}, moto ${python.moto} in ${python.folder}`,
        },
    ...sandboxes,
    folderNeed("home", workshop.settings.home, "NEPHOSCOPE_HOME"),
    folderNeed("cache", workshop.settings.cache, "NEPHOSCOPE_CACHE"),
  ];
  return {
    schemaVersion: 1,
    ok: needs.every((need) => need.present || !need.required),
    needs: [...needs],
    ...(!(python instanceof AppError) && {
      python: {
        path: python.path,
        version: python.version,
        boto3: python.boto3,
        botocore: python.botocore,
        moto: python.moto,
      },
    }),
  };
}

const isolating = ["bubblewrap", "container", "landlock"] as const;
const promises: { readonly [name in Sandbox["name"]]: string } = {
  bubblewrap: "works",
  container: "works",
  landlock: "works; a script can ask whether a path exists, and finds little or no room for files",
  none: "no isolation",
};

/** The sandbox that is asked for, which must work, and the others that could be. */
async function sandboxNeeds({ settings, python }: Workshop): Promise<readonly Need[]> {
  const names = [settings.sandbox, ...isolating.filter((name) => name !== settings.sandbox)];
  return Promise.all(
    names.map(async (name): Promise<Need> => {
      await using sandbox = makeSandbox({ settings, name, python });
      const missing = await sandbox.unavailable();
      const required = name === settings.sandbox;
      const root = process.getuid?.() === 0 ? "; privileges are dropped first" : "";
      if (!missing)
        return { name: `sandbox ${name}`, present: true, required, detail: `${promises[name]}${root}` };
      return { name: `sandbox ${name}`, present: false, required, detail: missing.why, fix: missing.fix };
    }),
  );
}

function folderNeed(name: string, path: string, variable: string): Need {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
    return { name, present: true, required: true, detail: path };
  } catch {
    return {
      name,
      present: false,
      required: true,
      detail: `${path} cannot be written.`,
      fix: `export ${variable}=/a/folder/that/can/be/written`,
    };
  }
}
