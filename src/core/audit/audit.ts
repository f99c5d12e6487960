import { z } from "zod";
import type { AuditHead } from "./audit-head.ts";
import { Call } from "../call.ts";
import { digestOf } from "../json/digest.ts";
import { Ceiling, Mandate, PolicyDocument } from "../grant.ts";
import { Json } from "../json/json.ts";
import { RunError, Scope } from "../record/record.ts";

/** What is audited. All text in it has been redacted before. A reader shows kinds that it does not know as they are. */
export const AuditBody = z.discriminatedUnion("kind", [
  /** A run begins: who asks as whom, and what it may do. */
  z.object({
    kind: z.literal("run-start"),
    job: z.string(),
    question: z.string(),
    scope: Scope,
    grant: z.object({ ceiling: Ceiling, mandate: Mandate }),
    sandbox: z.string(),
  }),
  z.object({ kind: z.literal("run-resume"), from: z.number().int() }),
  /** AWS was asked who we are; `failure` where it did not say. */
  z.object({
    kind: z.literal("identity"),
    account: z.string().optional(),
    arn: z.string().optional(),
    failure: z.string().optional(),
    region: z.string(),
    credentials: z.string().optional(),
    endpoint: z.string().optional(),
  }),
  /** A script passed its check or not; `code` is the digest of its text, `policy` what it may call. */
  z.object({
    kind: z.literal("script"),
    step: z.number().int(),
    attempt: z.number().int(),
    accepted: z.boolean(),
    code: z.string(),
    policy: PolicyDocument,
  }),
  /** A call and the decision on it: allowed, or denied by which layer and why. `paramsDigest` stands in for large parameters. */
  z.object({
    kind: z.literal("call"),
    attempt: z.number().int(),
    call: Call.omit({ params: true, page: true, ms: true, at: true }).extend({
      params: Json.optional(),
      paramsDigest: z.string().optional(),
    }),
  }),
  /** A person, or a rule, was asked to open more than the run's mandate. */
  z.object({
    kind: z.literal("approval"),
    what: z.string(),
    by: z.string(),
    decision: z.enum(["approved", "refused"]),
    reason: z.string().optional(),
  }),
  /** One exchange with a model. Its text is named by digest only. */
  z.object({
    kind: z.literal("model"),
    provider: z.string().optional(),
    model: z.string(),
    role: z.string(),
    /** Name and version of the prompt. */
    prompt: z.string().optional(),
    step: z.number().int().optional(),
    attempt: z.number().int().optional(),
    promptDigest: z.string(),
    turnsDigest: z.string().optional(),
    answerDigest: z.string().optional(),
    aliasesDigest: z.string().optional(),
    inputTokens: z.number().int(),
    cachedTokens: z.number().int().optional(),
    outputTokens: z.number().int(),
    usd: z.number(),
    ms: z.number().optional(),
    failure: z.object({ kind: z.string(), message: z.string() }).optional(),
  }),
  /** `log` is the digest of all the run's events before this one, `events` their number. */
  z.object({
    kind: z.literal("run-end"),
    status: z.string(),
    errors: z.array(RunError),
    events: z.number().int(),
    log: z.string(),
  }),
  z.object({ kind: z.literal("export"), what: z.enum(["run", "audit"]), to: z.string() }),
  z.object({
    kind: z.literal("purge"),
    runs: z.array(z.string()),
    bodies: z.number().int(),
    because: z.string(),
  }),
  /** The chain now begins after entry `through`, whose hash this was. */
  z.object({
    kind: z.literal("prune"),
    through: z.number().int(),
    hash: z.string(),
    removed: z.number().int(),
    before: z.string(),
  }),
  /** Something that contradicts the chain was met while writing to it. */
  z.object({ kind: z.literal("alarm"), text: z.string() }),
  /** A person looked into an alarm. */
  z.object({ kind: z.literal("acknowledge"), alarm: z.number().int(), because: z.string() }),
]);
export type AuditBody = z.infer<typeof AuditBody>;

/** One link of the chain: `hash` is the SHA-256 of all else in canonical JSON (RFC 8785), `previous` the hash before it. */
export const AuditEntry = z.object({
  seq: z.number().int().min(1),
  at: z.string(),
  kind: z.string(),
  run: z.string().optional(),
  /** The event of the run that it tells of, and the digest of that event as it was stored. */
  event: z.object({ seq: z.number().int(), digest: z.string() }).optional(),
  body: Json,
  previous: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** What stands before the first entry. */
export const genesis = `sha256:${"0".repeat(64)}`;

export function hashOfEntry({
  seq,
  at,
  kind,
  run,
  event,
  body,
  previous,
}: Omit<AuditEntry, "hash"> & { readonly hash?: string }): string {
  const named = { ...(run !== undefined && { run }), ...(event && { event: { ...event } }) };
  return digestOf({ seq, at, kind, body, previous, ...named });
}

export interface NewEntry {
  readonly at: string;
  readonly body: AuditBody;
  readonly run?: string;
  readonly event?: { readonly seq: number; readonly digest: string };
}

/** The entry that follows `head`. */
export function nextEntry(head: AuditHead | undefined, { at, body, run, event }: NewEntry): AuditEntry {
  const { kind, ...rest } = body;
  const content = {
    seq: (head?.seq ?? 0) + 1,
    at,
    kind,
    ...(run !== undefined && { run }),
    ...(event && { event }),
    // As it will be read back: members that are undefined are not there.
    body: JSON.parse(JSON.stringify(rest)) as Json,
    previous: head?.hash ?? genesis,
  };
  return { ...content, hash: hashOfEntry(content) };
}

/** A place besides the chain that says what its head once was. */
export interface Witness extends AuditHead {
  /** `head file`, `export footer`, or what the user gave. */
  readonly from: string;
}

export interface AuditFilter {
  /** First sequence number. */
  readonly from?: number;
  readonly limit?: number;
  readonly run?: string;
  readonly kind?: string;
  /** ISO; entries of that time and later. */
  readonly since?: string;
}

/** The append-only chain of a store. Whatever a store's `append` records of a run that matters here is in it by the same transaction. */
export interface AuditStore {
  /** What no event tells: exports, exchanges with models, approvals. */
  append(at: string, body: AuditBody, run?: string): Promise<AuditEntry>;
  head(): Promise<AuditHead | undefined>;
  /** In their order. */
  entries(filter?: AuditFilter): Promise<readonly AuditEntry[]>;
  /** What the head file says; `undefined` where it is gone. `faults` are lines that nobody of ours can have written. */
  witnesses(): Promise<
    { readonly heads: readonly Witness[]; readonly faults: readonly string[] } | undefined
  >;
  /** The digest of a stored event as it stands now; `undefined` where there is none. */
  digestOfEvent(run: string, seq: number): Promise<string | undefined>;
  /** The digest of a run's stored events before `seq`, as they stand now. */
  digestOfLog(run: string, seq: number): Promise<string>;
  /** Removes entries before a time (ISO); the chain then begins at an anchor. `undefined`: there was nothing to remove. */
  prune(before: string, at: string): Promise<AuditEntry | undefined>;
}
