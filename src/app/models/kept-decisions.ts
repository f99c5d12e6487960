import { z } from "zod";
import { Role } from "../../content/load-models.ts";
import type { Event } from "../../core/event.ts";
import { isObject, type Json, type JsonObject } from "../../core/json/json.ts";
import type { Store } from "../../core/store.ts";
import type { ModelUse } from "../../models/meter.ts";
import type { Exchange } from "../../reason/reason.ts";
import type { ReasonerOptions } from "./reasoner-of.ts";

const Kept = z.object({
  model: z.string().exactOptional(),
  models: z.partialRecord(Role, z.string()).exactOptional(),
  aliases: z.boolean().exactOptional(),
  offline: z.boolean().exactOptional(),
  review: z.boolean().exactOptional(),
  library: z.boolean().exactOptional(),
  scripts: z.enum(["canonical", "model"]).exactOptional(),
  modelBudget: z
    .object({ usd: z.number().exactOptional(), tokens: z.number().exactOptional() })
    .exactOptional(),
});

/** Who decides and what that may cost, as a resumed run needs it again: kept in `run-start`. */
export function decisionsKept(options: ReasonerOptions): { readonly decides: JsonObject } {
  const named = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { decides: z.record(z.string(), z.json()).parse(Kept.parse(named)) };
}

/** Undefined for a run of a version that did not keep it. */
export function decisionsOf(options: Json): ReasonerOptions | undefined {
  return Kept.safeParse(isObject(options) ? options["decides"] : undefined).data;
}

/** What models used in a run so far, as a meter counts on from it. */
export function modelUsesOf(events: readonly Event[]): readonly ModelUse[] {
  return usesOf(events.flatMap((event) => (event.kind === "model" ? [event] : [])));
}

/** The same of exchanges that no run has yet. */
export function usesOf(exchanges: readonly Exchange["event"][]): readonly ModelUse[] {
  const uses = new Map<string, ModelUse>();
  for (const event of exchanges) {
    const role = Role.safeParse(event.role).data;
    if (role === undefined) continue;
    const key = `${role} ${event.model}`;
    const before = uses.get(key);
    uses.set(key, {
      role,
      model: event.model,
      calls: (before?.calls ?? 0) + event.requests,
      tokens: {
        input: (before?.tokens.input ?? 0) + event.inputTokens,
        cached: (before?.tokens.cached ?? 0) + event.cachedTokens,
        output: (before?.tokens.output ?? 0) + event.outputTokens,
        reasoning: 0,
        estimated: event.estimated || (before?.tokens.estimated ?? false),
      },
      usd: (before?.usd ?? 0) + event.usd,
    });
  }
  return [...uses.values()];
}

/** What stands for what in the prompts of a run, as its exchanges left it. */
export async function aliasesOf(
  events: readonly Event[],
  store: Pick<Store, "body">,
): Promise<Readonly<Record<string, string>>> {
  const digests = new Set(
    events.flatMap((event) => (event.kind === "model" ? (event.aliasesDigest ?? []) : [])),
  );
  const all = await Promise.all([...digests].map((digest) => store.body(digest)));
  return Object.assign({}, ...all.map((body) => z.record(z.string(), z.string()).safeParse(body).data));
}
