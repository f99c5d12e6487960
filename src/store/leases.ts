import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { sql } from "kysely";
import { AppError } from "../core/errors.ts";
import { queries } from "./query-runner.ts";
import type { QueryRunner } from "./query-runner.ts";

/** Who works on a run: one process, known by number, start and machine, and in it one opened store. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Tells a process from a later one of the same number; "" where the system does not say. */
  readonly started: string;
  readonly owner: string;
}

/** Another machine's process cannot be looked at; a run that has had no event for so long is taken for left. */
const silentMinutes = 15;

/** One process at a time works on a run. Everything here is called inside the store's transaction. */
export class Leases {
  readonly #queries: QueryRunner;
  readonly #self: Holder = {
    host: hostname(),
    pid: process.pid,
    started: startOf(process.pid) ?? "",
    owner: randomBytes(8).toString("hex"),
  };

  constructor(runner: QueryRunner) {
    this.#queries = runner;
  }

  /** Takes the run. Throws AppError `environment` while a living process has it. */
  take(run: string, at: string): void {
    const [held] = this.#queries.run(queries.selectFrom("leases").selectAll().where("run", "=", run));
    if (held && this.#isAlive(held, run, at)) throw taken(run, held);
    this.#queries.run(queries.replaceInto("leases").values({ run, ...this.#self, since: at }));
  }

  leave(run: string): void {
    this.#queries.run(
      queries.deleteFrom("leases").where("run", "=", run).where("owner", "=", this.#self.owner),
    );
  }

  /** The runs that living processes work on. Leases of dead ones are cleared away. */
  living(at: string): readonly string[] {
    const all = this.#queries.run(queries.selectFrom("leases").selectAll());
    const dead = all.filter((held) => !this.#isAlive(held, held.run, at)).map((held) => held.run);
    if (dead.length > 0) this.#queries.run(queries.deleteFrom("leases").where("run", "in", dead));
    return all.map((held) => held.run).filter((run) => !dead.includes(run));
  }

  #isAlive(held: Holder & { readonly since: string }, run: string, at: string): boolean {
    if (held.host === this.#self.host) return isRunning(held.pid, held.started);
    const [last] = this.#queries.run(
      queries
        .selectFrom("events")
        .select(sql<string | null>`max(at)`.as("at"))
        .where("run", "=", run),
    );
    return Date.parse(at) - Date.parse(last?.at ?? held.since) < silentMinutes * 60_000;
  }
}

function taken(run: string, { pid, host, since }: Holder & { readonly since: string }): AppError {
  return new AppError(
    "environment",
    `Run ${run} is being worked on by process ${pid} on ${host} since ${since}: two at once would spoil it.`,
    {
      retryable: true,
      next: `Wait for it to end, or stop it (kill ${pid}); then nephoscope runs resume ${run}`,
    },
  );
}

function isRunning(pid: number, started: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // It exists, and belongs to somebody else.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const now = startOf(pid);
  return now === undefined || started === "" || now === started;
}

/** When a process began, as boot and clock ticks since (proc(5), stat, field 22); undefined where there is no /proc. A zombie runs no more. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return "ended";
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}
