import { createInterface } from "node:readline";
import type { Duplex } from "node:stream";
import type { Broker, BrokerOptions, Session } from "../broker/broker.ts";
import type { Call } from "../core/call.ts";
import { digestOf } from "../core/json/digest.ts";
import { Json } from "../core/json/json.ts";
import { z } from "zod";

const Request = z.object({
  service: z.string(),
  operation: z.string(),
  params: z.record(z.string(), Json).default({}),
  /** The script's policy does not allow it. */
  hidden: z.boolean().default(false),
});

/** What the fake cloud answers, page by page, under `service:operation`; an error where there is no answer. */
export type Cloud = { readonly [operation: string]: readonly Json[] };

export interface FakeBroker extends Broker {
  /** Requests that went to the cloud itself. */
  readonly sent: readonly string[];
}

/** A broker that speaks JSON lines instead of HTTP and reads every page itself. Records as a real one does, and serves repeats from `recorded`. */
export function createFakeBroker(
  cloud: Cloud,
  options: Pick<BrokerOptions, "lastCall" | "record" | "recorded"> & { calls?: number },
): FakeBroker {
  const sent: string[] = [];
  const last = { n: options.lastCall };
  const known = new Set(
    (options.recorded ?? []).map(
      ({ call, response }) => `${call.service}:${call.operation} ${digestOf(response)}`,
    ),
  );

  async function answer(line: string, session: Session): Promise<string> {
    const { service, operation, params, hidden } = Request.parse(JSON.parse(line));
    const name = `${service}:${operation}`;
    const pages = hidden ? undefined : cloud[name];
    const first = last.n + 1;
    last.n += pages?.length ?? 1;
    for (const [index, response] of (pages ?? [undefined]).entries()) {
      const cached = response !== undefined && known.has(`${name} ${digestOf(response)}`);
      const denied = hidden || (!cached && sent.length >= (options.calls ?? Infinity));
      if (!cached && !denied) sent.push(name);
      if (response !== undefined) known.add(`${name} ${digestOf(response)}`);
      const call: Call = {
        n: first + index,
        step: session.step,
        service,
        operation,
        action: name,
        resources: ["*"],
        region: "us-east-1",
        params,
        status: hidden ? 0 : response === undefined ? 403 : 200,
        effects: ["pure"],
        decision: denied ? "denied" : "allowed",
        ...(denied && { deniedBy: "ceiling" as const, reason: "no calls are left" }),
        ...(hidden && { deniedBy: "policy" as const, reason: "the policy does not allow it" }),
        ...(response === undefined && { error: { code: "AccessDenied", message: "not authorized" } }),
        cached,
        page: { first, more: index < (pages?.length ?? 1) - 1 },
        ms: 1,
        bytes: 1,
        at: "2026-11-21T10:00:00.000Z",
        ...(response !== undefined && !denied && { responseDigest: digestOf(response) }),
      };
      await options.record(call, session.attempt, denied ? undefined : response);
    }
    return JSON.stringify({ pages: pages ?? null });
  }

  return {
    sent,
    serve(stream: Duplex, session: Session) {
      void (async () => {
        for await (const line of createInterface({ input: stream }))
          stream.write(`${await answer(line, session)}\n`);
      })();
    },
    spent: () => ({ calls: sent.length, usd: 0 }),
    unreachable: () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
