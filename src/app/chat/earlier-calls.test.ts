import { describe, expect, it } from "vitest";
import type { Call } from "../../core/call.ts";
import { digestOf } from "../../core/json/digest.ts";
import type { Scope } from "../../core/record/record.ts";
import { createMemoryStore } from "../../testing/memory-store.ts";
import { runStart, toldCall } from "../../testing/told-run.ts";
import { earlierCalls } from "./earlier-calls.ts";

const account = "111111111111";
const identity = `arn:aws:sts::${account}:assumed-role/reader/session-1`;
const scope: Scope = {
  source: "aws",
  account,
  regions: ["us-east-1"],
  identity,
  window: { from: "2026-11-21T09:00:00.000Z", to: "2026-11-21T10:00:00.000Z" },
};
const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 10, minute)).toISOString();
const response = { Vpcs: [] };

function call(n: number, minute: number, more: Partial<Call> = {}): Call {
  const vpcs = { operation: "DescribeVpcs", action: "ec2:DescribeVpcs", account, at: at(minute) };
  return toldCall(n, response, { ...vpcs, ...more });
}

async function storeWith(calls: readonly Call[], of: Scope = scope) {
  const store = createMemoryStore();
  await store.putBody(digestOf(response), response);
  await store.append("run-1", at(0), runStart({ scope: of }));
  for (const one of calls) await store.append("run-1", one.at, { kind: "call", attempt: 1, call: one });
  return store;
}

const taken = async (calls: readonly Call[], of: Scope = scope, now: Scope = scope, since = at(0)) =>
  (await earlierCalls({ store: await storeWith(calls, of), runs: ["run-1"], scope: now, since })).map(
    (one) => one.call.n,
  );

describe("reads of earlier runs", () => {
  it("are used again with the run, the call and the time they are of", async () => {
    const store = await storeWith([call(7, 5)]);
    const [one] = await earlierCalls({ store, runs: ["run-1"], scope, since: at(0) });
    expect(one?.response).toEqual(response);
    expect(one?.call.earlier).toEqual({ run: "run-1", call: 7, at: at(5) });
  });

  it("are not when they are old, failed, or were themselves used again", async () => {
    const error = { code: "Throttling", message: "slow down" };
    const calls = [call(1, 3), call(2, 5), call(3, 6, { error }), call(4, 7, { cached: true })];
    expect(await taken(calls, scope, scope, at(4))).toEqual([2]);
  });

  it("are not of a list that was not read to its end", async () => {
    const page = (n: number, first: number, more: boolean) => call(n, n, { page: { first, more } });
    expect(await taken([page(1, 1, true), page(2, 1, false), page(3, 3, true), page(4, 3, true)])).toEqual([
      1, 2,
    ]);
  });

  it("are not when something was changed after them", async () => {
    const change = call(2, 5, { operation: "CreateTags", effects: ["mutates"], status: 0 });
    expect(await taken([call(1, 4), change, call(3, 6)])).toEqual([3]);
    const denied = call(2, 5, { effects: ["mutates"], decision: "denied", status: 0 });
    expect(await taken([call(1, 4), denied])).toContain(1);
  });

  it("are for the same identity at the same endpoint only, whatever its session is called", async () => {
    const other = (more: Partial<Scope>): Scope => ({ ...scope, ...more });
    expect(await taken([call(1, 5)], scope, other({ identity: identity.replace("-1", "-2") }))).toEqual([1]);
    expect(
      await taken([call(1, 5)], scope, other({ identity: identity.replace("reader", "admin") })),
    ).toEqual([]);
    expect(await taken([call(1, 5)], scope, other({ endpoint: "http://localhost:1" }))).toEqual([]);
    expect(await taken([call(1, 5)], scope, other({ account: "222222222222" }))).toEqual([]);
    expect(await taken([call(1, 5, { account: "222222222222" })])).toEqual([]);
  });
});
