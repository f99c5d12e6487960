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

/** One harmless read of the real account. */
export const LiveReadResult = z.object({
  service: z.string(),
  operation: z.string(),
  result: z.enum([
    "ok",
    "denied",
    /** The region is not opted in, or the account has not subscribed to the service. */
    "not-enabled",
    "throttled",
    "unreachable",
    "failed",
  ]),
  ms: z.number(),
  /** What was said, where it is not simply ok. */
  detail: z.string().optional(),
  /** The permission to ask for. */
  permission: z.string().optional(),
});
export type LiveReadResult = z.infer<typeof LiveReadResult>;

/** What `doctor --live` found. Nothing secret is in it. */
export const LiveReport = z.object({
  schemaVersion: z.literal(1),
  /** We know who we are, and at least one read was answered. */
  ok: z.boolean(),
  region: z.string(),
  endpoint: z.string().optional(),
  identity: z.object({ account: z.string(), arn: z.string() }).optional(),
  credentials: z
    .object({ kind: z.string(), profile: z.string().optional(), expiresAt: z.string().optional() })
    .optional(),
  /** How far this machine's clock is behind AWS's, where AWS objected to it. */
  clockOffsetSeconds: z.number().optional(),
  error: z.object({ code: z.string(), message: z.string(), next: z.string().optional() }).optional(),
  reads: z.array(LiveReadResult),
});
export type LiveReport = z.infer<typeof LiveReport>;
