import { z } from "zod";
import { Call } from "../call.ts";
import { Evidence, ResourceRef } from "../finding.ts";
import { Json } from "../json/json.ts";
import { RunStatus, schemaVersion } from "./record.ts";

export const AccessLayer = z.enum([
  "identity",
  "resource",
  "boundary",
  "scp",
  "rcp",
  "session",
  "endpoint",
  "trust",
  "key-policy",
  "grant",
]);
export type AccessLayer = z.infer<typeof AccessLayer>;

export const AccessDecision = z.enum(["allowed", "denied-explicitly", "denied-implicitly", "unknown"]);
export type AccessDecision = z.infer<typeof AccessDecision>;

/** A read that was not possible, or a condition key whose value nobody knows. */
export const Missing = z.union([
  z.object({ read: z.string(), why: z.string() }),
  z.object({ key: z.string(), why: z.string() }),
]);
export type Missing = z.infer<typeof Missing>;

export const AccessDeciding = z.object({
  layer: AccessLayer,
  policy: z.object({
    id: z.string().optional(),
    name: z.string().optional(),
    arn: z.string().optional(),
    attachedTo: z.string().optional(),
  }),
  /** Sid, else the zero-based index as a string. */
  statement: z.string().optional(),
  effect: z.enum(["Allow", "Deny", "none"]),
  why: z.string(),
  evidence: z.array(Evidence),
});
export type AccessDeciding = z.infer<typeof AccessDeciding>;

/** What the authorization analyzer says. */
export const AccessVerdict = z.object({
  decision: AccessDecision,
  layers: z.array(
    z.object({ layer: AccessLayer, verdict: z.enum(["allows", "denies", "silent", "absent", "unread"]) }),
  ),
  deciding: z.array(AccessDeciding),
  missing: z.array(Missing),
});
export type AccessVerdict = z.infer<typeof AccessVerdict>;

/** Whether all of it could be read; `gaps` says what ended it before. */
const partial = { status: RunStatus, gaps: z.array(z.string()).optional() };

export const AccessRecord = z.object({
  schemaVersion: z.literal(schemaVersion),
  id: z.string(),
  principal: z.string(),
  action: z.string(),
  resource: z.string(),
  ...AccessVerdict.shape,
  ...partial,
  calls: z.array(Call),
});
export type AccessRecord = z.infer<typeof AccessRecord>;

export const Direction = z.enum(["out", "in", "return-out", "return-in"]);
export type Direction = z.infer<typeof Direction>;

export const PathHop = z.object({
  component: ResourceRef.partial({ type: true }),
  direction: Direction,
  verdict: z.enum(["passes", "blocks", "unknown"]),
  rule: Json.optional(),
  why: z.string(),
  evidence: z.array(Evidence),
});
export type PathHop = z.infer<typeof PathHop>;

/** What the reachability analyzer says. `blockedBy` is every component that blocks by itself, nearest to the source first. */
export const PathVerdict = z.object({
  reachable: z.enum(["yes", "no", "unknown"]),
  hops: z.array(PathHop),
  blockedBy: z.array(PathHop),
  missing: z.array(Missing),
});
export type PathVerdict = z.infer<typeof PathVerdict>;

export const PathRecord = z.object({
  schemaVersion: z.literal(schemaVersion),
  id: z.string(),
  from: Json,
  to: Json,
  protocol: z.enum(["tcp", "udp", "icmp"]),
  port: z.number().int().optional(),
  ...PathVerdict.shape,
  ...partial,
  calls: z.array(Call),
});
export type PathRecord = z.infer<typeof PathRecord>;
