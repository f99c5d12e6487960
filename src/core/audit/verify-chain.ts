import { genesis, hashOfEntry } from "./audit.ts";
import type { AuditEntry, Witness } from "./audit.ts";
import type { AuditHead } from "./audit-head.ts";
import { isArray, isObject } from "../json/json.ts";
import type { Json } from "../json/json.ts";

export interface ChainFault {
  readonly kind:
    | "altered"
    | "reordered"
    | "missing"
    | "missing-start"
    | "missing-tail"
    | "unlinked"
    | "replaced"
    | "record"
    | "alarm"
    | "witness";
  /** The entry at which it shows. */
  readonly seq: number;
  /** What was expected, what was found. */
  readonly text: string;
  readonly expected?: string;
  readonly found?: string;
}

export interface ChainReport {
  readonly ok: boolean;
  readonly entries: number;
  /** Sequence number of the first entry; over 1 where older ones were pruned. */
  readonly from?: number;
  readonly head?: AuditHead;
  readonly faults: readonly ChainFault[];
  /** Faults beyond those listed. */
  readonly more: number;
  readonly warnings: readonly string[];
}

/** An entry's own place may be wrong by so many: it is then told as moved, not as altered. */
const nearby = 64;
const mostFaults = 50;
/** A process that was killed between its commit and its line in the head file leaves that many lines out, at most one each. */
const mostUnwitnessed = 20;

/**
 * Follows a chain from its beginning: every entry is hashed again, linked to the one before, and held against all that witnesses say. Entries are
 * given in the order in which they stand.
 */
export class ChainVerifier {
  readonly #witnesses: ReadonlyMap<number, readonly Witness[]>;
  readonly #faults: ChainFault[] = [];
  readonly #warnings: string[] = [];
  readonly #alarms = new Map<number, string>();
  readonly #purged = new Set<string>();
  readonly #lost = new Map<string, number>();
  #more = 0;
  #entries = 0;
  #first: AuditEntry | undefined;
  #last: AuditHead | undefined;
  #link: string | undefined;
  #pruned: AuditHead | undefined;
  #witnessed = 0;

  constructor(witnesses: readonly Witness[] = []) {
    this.#witnesses = Map.groupBy(witnesses, (witness) => witness.seq);
    for (const { seq } of witnesses) this.#witnessed = Math.max(this.#witnessed, seq);
  }

  /** `event`: the digest of the event that the entry tells of, as it stands now; `gone` where it is not there; absent where that is not looked at. */
  push(entry: AuditEntry, event?: string): void {
    this.#entries += 1;
    this.#first ??= entry;
    const last = this.#last;
    const atHome = this.#checkContent(entry);
    if (atHome) {
      this.#checkPlace(entry, last);
      this.#checkWitnesses(entry);
      this.#checkEvent(entry, event);
      this.#notice(entry);
    }
    // What stands at another's place says nothing of the one after it.
    this.#link = atHome ? entry.hash : undefined;
    this.#last = { seq: last ? Math.max(last.seq, entry.seq) : entry.seq, hash: entry.hash };
  }

  /** `headFile`: whether the store's head file is there; absent for a chain that has none, as an exported one. */
  finish({ headFile }: { readonly headFile?: boolean } = {}): ChainReport {
    this.#checkStart();
    this.#checkTail(headFile);
    for (const [run, seq] of this.#lost)
      if (!this.#purged.has(run))
        this.#fault({
          kind: "record",
          seq,
          text: `run ${run} is not in the store any more, and no entry says that it was purged`,
        });
    for (const [seq, text] of this.#alarms) this.#fault({ kind: "alarm", seq, text });
    return {
      ok: this.#faults.length === 0,
      entries: this.#entries,
      ...(this.#first && { from: this.#first.seq }),
      ...(this.#last && { head: this.#last }),
      faults: this.#faults.toSorted((a, b) => a.seq - b.seq),
      more: this.#more,
      warnings: this.#warnings,
    };
  }

  warn(text: string): void {
    this.#warnings.push(text);
  }

  fault(fault: ChainFault): void {
    this.#fault(fault);
  }

  #fault(fault: ChainFault): void {
    if (this.#faults.length < mostFaults) this.#faults.push(fault);
    else this.#more += 1;
  }

  /** Whether its place may be judged: an entry that stands at another's place says nothing of its neighbours. */
  #checkContent(entry: AuditEntry): boolean {
    const computed = hashOfEntry(entry);
    if (computed === entry.hash) return true;
    const home = this.#faults.length < mostFaults ? placeOf(entry) : undefined;
    if (home !== undefined) {
      this.#fault({
        kind: "reordered",
        seq: entry.seq,
        text: `entry ${home} stands at place ${entry.seq}`,
        expected: `entry ${entry.seq}`,
        found: `entry ${home}`,
      });
      return false;
    }
    this.#fault({
      kind: "altered",
      seq: entry.seq,
      text: `entry ${entry.seq} (${entry.kind}, ${entry.at}) is not what it was: its content does not give its hash`,
      expected: entry.hash,
      found: computed,
    });
    return true;
  }

  #checkPlace(entry: AuditEntry, last: AuditHead | undefined): void {
    if (!last) return;
    if (entry.seq <= last.seq) {
      this.#fault({
        kind: "reordered",
        seq: entry.seq,
        text: `entry ${entry.seq} stands after entry ${last.seq}`,
        expected: `entry ${last.seq + 1}`,
        found: `entry ${entry.seq}`,
      });
      return;
    }
    if (entry.seq > last.seq + 1) {
      const gone =
        entry.seq === last.seq + 2 ? `${last.seq + 1} is` : `${last.seq + 1} to ${entry.seq - 1} are`;
      this.#fault({
        kind: "missing",
        seq: last.seq + 1,
        text: `entry ${gone} missing in the middle: ${entry.seq} follows ${last.seq}`,
        expected: `entry ${last.seq + 1}`,
        found: `entry ${entry.seq}`,
      });
      return;
    }
    if (this.#link !== undefined && entry.previous !== this.#link)
      this.#fault({
        kind: "unlinked",
        seq: last.seq,
        text: `entry ${entry.seq} was made after another entry ${last.seq} than the one that stands there`,
        expected: entry.previous,
        found: last.hash,
      });
  }

  #checkWitnesses(entry: AuditEntry): void {
    const against = this.#witnesses.get(entry.seq)?.find((witness) => !agrees(witness, entry));
    if (!against) return;
    this.#fault({
      kind: "replaced",
      seq: entry.seq,
      text: `entry ${entry.seq} was another one when the ${against.from} noted it: the chain was made anew from here or before`,
      expected: against.hash,
      found: entry.hash,
    });
  }

  #checkEvent(entry: AuditEntry, event: string | undefined): void {
    if (!entry.event || event === undefined || event === entry.event.digest) return;
    const run = entry.run ?? "";
    if (event === "gone") {
      if (!this.#lost.has(run)) this.#lost.set(run, entry.seq);
      return;
    }
    this.#fault({
      kind: "record",
      seq: entry.seq,
      text: `event ${entry.event.seq} of run ${run} is not what was recorded`,
      expected: entry.event.digest,
      found: event,
    });
  }

  #notice({ kind, seq, body }: AuditEntry): void {
    const about = isObject(body) ? body : {};
    if (kind === "alarm") this.#alarms.set(seq, textOf(about["text"]) ?? "alarm");
    if (kind === "acknowledge" && typeof about["alarm"] === "number") {
      const text = this.#alarms.get(about["alarm"]);
      if (text !== undefined)
        this.warn(
          `alarm of entry ${about["alarm"]}, looked into: ${text} — ${textOf(about["because"]) ?? ""}`,
        );
      this.#alarms.delete(about["alarm"]);
    }
    if (kind === "purge" && isArray(about["runs"]))
      for (const run of about["runs"]) if (typeof run === "string") this.#purged.add(run);
    const [through, hash] = [about["through"], about["hash"]];
    if (kind === "prune" && typeof through === "number" && typeof hash === "string")
      this.#pruned = { seq: through, hash };
  }

  #checkStart(): void {
    const first = this.#first;
    if (!first) return;
    const anchor = first.seq === 1 ? genesis : this.#pruned?.hash;
    const through = first.seq === 1 ? 0 : this.#pruned?.seq;
    if (through === first.seq - 1 && anchor === first.previous) {
      if (through > 0) this.warn(`entries 1 to ${through} were pruned, as a later entry says`);
      return;
    }
    this.#fault({
      kind: "missing-start",
      seq: first.seq,
      text:
        first.seq === 1
          ? "entry 1 does not begin the chain"
          : `entries before ${first.seq} are missing, and no entry says that they were pruned`,
      expected: anchor ?? genesis,
      found: first.previous,
    });
  }

  #checkTail(headFile: boolean | undefined): void {
    const last = this.#last?.seq ?? 0;
    if (headFile === false && last > 0)
      this.#fault({
        kind: "witness",
        seq: last,
        text: "the head file is gone: whether entries are missing at the tail cannot be told here",
      });
    if (this.#witnessed > last) {
      const missing =
        this.#witnessed === last + 1
          ? `entry ${last + 1} is`
          : `entries ${last + 1} to ${this.#witnessed} are`;
      const [witness] = this.#witnesses.get(this.#witnessed) ?? [];
      this.#fault({
        kind: "missing-tail",
        seq: last + 1,
        text: `${missing} missing at the tail: the ${witness?.from ?? "witness"} has ${this.#witnessed}, the chain ends at ${last}`,
        expected: witness?.hash ?? "",
        found: this.#last?.hash ?? genesis,
      });
    }
    const unwitnessed = last - this.#witnessed;
    if (headFile !== true || unwitnessed <= 0) return;
    // A file that notes nothing at all was emptied, but beside a chain that has only just begun.
    if (unwitnessed <= mostUnwitnessed && (this.#witnessed > 0 || last <= 2))
      this.warn(`the head file has not noted the last ${unwitnessed}: a process was killed just then`);
    else
      this.#fault({
        kind: "witness",
        seq: this.#witnessed + 1,
        text: `the head file ends at ${this.#witnessed}, ${unwitnessed} entries before the chain does: lines were taken from it`,
      });
  }
}

function agrees({ hash }: Witness, entry: AuditEntry): boolean {
  // A label of the head holds the first digits only.
  return entry.hash === hash || (hash.length >= 16 && entry.hash.replace("sha256:", "").startsWith(hash));
}

/** Where an entry belongs whose content gives its hash at another place. */
function placeOf(entry: AuditEntry): number | undefined {
  for (let away = 1; away <= nearby; away += 1)
    for (const seq of [entry.seq - away, entry.seq + away])
      if (seq > 0 && hashOfEntry({ ...entry, seq }) === entry.hash) return seq;
  return undefined;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
