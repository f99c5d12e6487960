import { z } from "zod";

/** One thing that is needed: there or not, and the one command that brings it. */
export const Need = z.object({
  name: z.string(),
  present: z.boolean(),
  /** Without it nothing works; else something does, less well. */
  required: z.boolean(),
  detail: z.string(),
  fix: z.string().optional(),
});
export type Need = z.infer<typeof Need>;

export const DoctorReport = z.object({
  schemaVersion: z.literal(1),
  ok: z.boolean(),
  needs: z.array(Need),
  python: z
    .object({
      path: z.string(),
      version: z.string(),
      boto3: z.string(),
      botocore: z.string(),
      moto: z.string(),
    })
    .optional(),
});
export type DoctorReport = z.infer<typeof DoctorReport>;
