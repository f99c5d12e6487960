import type { Attempt } from "./attempt.ts";
import { forgeries, plainRead } from "./broker-forgeries.ts";
import type { WireAttempt } from "./broker-forgeries.ts";
import { readsThatAreNone } from "./broker-reads.ts";
import { sweepOperations } from "./broker-sweep.ts";
import { openBrokerWorld } from "./broker-world.ts";
import type { BrokerWorld } from "./broker-world.ts";

/**
 * Attacks a real broker over a real stream, with a real HTTP server in AWS's place that counts what reaches it: forged and malformed HTTP,
 * requests that two readers would read differently, reads that are none, names that carry data to another account, and every operation of every
 * supported service that is more than a plain read. Each attempt is made again through a door without a guard, to show that it would succeed.
 */
export async function attackBroker(
  report: (line: string) => void = () => undefined,
): Promise<readonly Attempt[]> {
  await using world = await openBrokerWorld();
  // Models are loaded by the first call of each service: it may take its time.
  await world.toBroker(plainRead, 5000);
  if (!world.calls().some((call) => call.decision === "allowed") || world.reached().length !== 1)
    throw new Error("the plain read that every forgery is made from does not pass");
  const attempts: Attempt[] = [];
  for (const attempt of [...forgeries, ...readsThatAreNone]) attempts.push(await tried(world, attempt));
  report(
    `${attempts.length} forged and misleading requests, ${attempts.filter(({ escaped }) => escaped).length} escaped`,
  );
  const swept = await sweepOperations(world);
  report(`${swept.length} services swept`);
  return [...attempts, ...swept];
}

async function tried(world: BrokerWorld, attempt: WireAttempt): Promise<Attempt> {
  const detail = await letThrough(world, attempt);
  const without = await reachedBy(world, attempt, "past");
  return {
    name: attempt.name,
    escaped: detail !== undefined,
    ...(without.length > (attempt.lawful ?? 0) && { succeedsWithout: true }),
    ...(detail !== undefined && { detail }),
  };
}

/** What the broker let through of an attempt beyond what is lawful in it; undefined where nothing. */
export async function letThrough(world: BrokerWorld, attempt: WireAttempt): Promise<string | undefined> {
  const through = await reachedBy(world, attempt, "toBroker");
  const lawful = attempt.lawful ?? 0;
  // The broker's own question whose bucket it is carries nothing of the script's.
  const carried = through.filter(({ target, headers, body }) =>
    /stolen/.test(JSON.stringify([target, headers, body])),
  );
  const own = through.filter(
    ({ method, target }) => (method === "HEAD" && !/stolen/.test(target)) || target.startsWith("/?prefix="),
  );
  // What is answered from the record reaches nobody, but it was let through.
  const allowed = world.calls().filter((call) => call.decision === "allowed");
  const escaped = carried.length > 0 || through.length - own.length > lawful || allowed.length > lawful;
  if (!escaped) return undefined;
  const seen = [
    ...allowed.map(({ service, operation }) => `allowed ${service}:${operation}`),
    ...through.map(({ method, host, target }) => `${method} ${host}${target}`),
  ];
  return seen.join(" ").slice(0, 300);
}

async function reachedBy(world: BrokerWorld, { bytes }: WireAttempt, door: "toBroker" | "past") {
  world.reached();
  world.calls();
  await world[door](bytes, door === "past" ? 150 : 900);
  return world.reached();
}
