import { z } from "zod";
import { Call } from "../../core/call.ts";
import { Grant } from "../../core/grant.ts";
import { Json } from "../../core/json/json.ts";
import { ReadTarget, Target, Unreached } from "../../core/target.ts";

/** Both sides speak exactly this; another version is refused at the first message. */
export const protocolVersion = 1;

const Failure = z.object({ code: z.string(), message: z.string(), next: z.string().optional() });
const at = { id: z.int() };

const Limits = z.object({ calls: z.number(), usd: z.number() });

/** What the agent says on its control connection, a JSON document a line. */
export const FromAgent = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("hello"), version: z.int() }),
  z.strictObject({
    kind: z.literal("open"),
    ...at,
    regions: z.array(z.string()),
    roleArns: z.array(z.string()),
    includeBase: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal("run"),
    ...at,
    opened: z.int(),
    lastCall: z.int(),
    limits: Limits,
    recorded: z.array(z.strictObject({ call: Call, cacheKey: z.string().optional(), response: Json })),
  }),
  /** What was recorded lies in the agent's store; the answer may go to the script. */
  z.strictObject({ kind: z.literal("kept"), record: z.int(), ok: z.boolean() }),
  z.strictObject({ kind: z.literal("end"), ...at, run: z.string() }),
]);
export type FromAgent = z.infer<typeof FromAgent>;

/** The first line of a connection that carries one stream of a sandbox; everything after it is the stream. */
export const StreamHead = z.strictObject({
  kind: z.literal("stream"),
  /** Told to the connection that began the run alone: nobody else can call in its name. */
  run: z.string(),
  grant: Grant,
  step: z.int(),
  attempt: z.int(),
  target: Target.optional(),
});
export type StreamHead = z.infer<typeof StreamHead>;

export const FromBroker = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("opened"),
    ...at,
    account: z.string(),
    identity: z.string(),
    region: z.string(),
    targets: z.array(ReadTarget),
    unreached: z.array(Unreached),
  }),
  z.strictObject({ kind: z.literal("running"), ...at, run: z.string() }),
  z.strictObject({ kind: z.literal("ended"), ...at }),
  z.strictObject({ kind: z.literal("failed"), ...at, failure: Failure }),
  z.strictObject({
    kind: z.literal("record"),
    run: z.string(),
    record: z.int(),
    call: Call,
    attempt: z.int(),
    response: Json.optional(),
    spent: Limits,
  }),
  z.strictObject({
    kind: z.literal("silence"),
    run: z.string(),
    message: z.string(),
    inARow: z.int(),
  }),
  z.strictObject({ kind: z.literal("no-credentials"), run: z.string(), failure: Failure }),
]);
export type FromBroker = z.infer<typeof FromBroker>;
