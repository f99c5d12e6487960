import { accessSync, constants, mkdirSync } from "node:fs";
import type { DoctorReport, Need } from "../core/doctor.ts";
import { AppError } from "../core/errors.ts";
import { makeSandbox } from "./workshop.ts";
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
  const sandbox = await sandboxNeed(workshop);
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
    sandbox,
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

async function sandboxNeed({ settings, python }: Workshop): Promise<Need> {
  await using sandbox = makeSandbox(settings, python);
  const missing = await sandbox.unavailable();
  const root = process.getuid?.() === 0 ? ", privileges dropped first" : "";
  if (!missing)
    return { name: `sandbox ${sandbox.name}`, present: true, required: true, detail: `works${root}` };
  return {
    name: `sandbox ${sandbox.name}`,
    present: false,
    required: true,
    detail: missing.why,
    fix: missing.fix,
  };
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
