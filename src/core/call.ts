import { z } from "zod";
import { AccessRefusal } from "./text/access-refusal.ts";
import { Effect } from "./effect.ts";
import { Json } from "./json/json.ts";

export const DeniedBy = z.enum(["ceiling", "mandate", "policy", "wire"]);
export type DeniedBy = z.infer<typeof DeniedBy>;

export const EarlierCall = z.object({ run: z.string(), call: z.number().int(), at: z.string() });
export type EarlierCall = z.infer<typeof EarlierCall>;

/** One call to a cloud as the record tells it (`calls[]` of the run record). */
export const Call = z.object({
  n: z.number().int(),
  step: z.number().int(),
  service: z.string(),
  operation: z.string(),
  action: z.string(),
  resources: z.array(z.string()),
  account: z.string().optional(),
  region: z.string(),
  /** Request parameters in boto3's shape, redacted. */
  params: Json,
  /** HTTP status; 0 where nothing was sent. */
  status: z.number().int(),
  effects: z.array(Effect),
  decision: z.enum(["allowed", "denied"]),
  deniedBy: DeniedBy.optional(),
  reason: z.string().optional(),
  /** Denied because this limit of the run is used up, not for what the call is. */
  limit: z.enum(["calls", "budget", "pages"]).optional(),
  /** The service's own error, when it answered with one. */
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  /** AWS itself refused: the permission that was missing. */
  refused: AccessRefusal.optional(),
  /** What the call needs beside `action` on `resources`: a copy reads one object and writes another. */
  further: z
    .array(
      z.object({
        action: z.string(),
        resources: z.array(z.string()),
        context: z.record(z.string(), z.string()).optional(),
      }),
    )
    .optional(),
  cached: z.boolean(),
  /** Read in an earlier run of the same thread, and served from its record: which call of which run, and when it was really made. */
  earlier: EarlierCall.optional(),
  /** `first`: the call that began this list; `more`: whether more pages follow. Only for paged operations. */
  page: z.object({ first: z.number().int(), more: z.boolean() }).optional(),
  ms: z.number(),
  bytes: z.number().int(),
  usd: z.number().optional(),
  /** When it was made (ISO). */
  at: z.string(),
  /** SHA-256 of the redacted response in canonical JSON (RFC 8785); absent where there is no response. */
  responseDigest: z.string().optional(),
});
export type Call = z.infer<typeof Call>;

/** A call together with its redacted response as boto3 returns it, without ResponseMetadata. */
export interface RecordedCall extends Call {
  readonly response?: Json;
}
