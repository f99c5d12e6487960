import { createHmac, timingSafeEqual } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import type { AuditEntry, Witness } from "../core/audit/audit.ts";
import { AppError } from "../core/errors.ts";

export interface HeadFileOptions {
  readonly file: string;
  /** Lines are signed with it (HMAC-SHA-256), so that only its holder can write some. */
  readonly key?: Uint8Array;
  /** A second place for the same lines: another disk, another user's append-only file. */
  readonly copy?: string;
}

/** A line of `entry`: number, hash, time, and a signature where there is a key. */
const form = /^(\d{1,15}) (sha256:[0-9a-f]{64}) (\S{1,40})(?: ([0-9a-f]{64}))?$/;
const largest = 4 * 1024 ** 2;

/**
 * What the chain's head was, noted beside the database: one line for each entry, appended after its transaction. Lines come in any order when
 * several processes write; each is whole (POSIX appends small writes atomically). Keeping all of them shows where a chain was made anew.
 */
export class HeadFile {
  readonly #options: HeadFileOptions;

  constructor(options: HeadFileOptions) {
    this.#options = options;
  }

  exists(): boolean {
    return existsSync(this.#options.file);
  }

  /** Made when the chain is empty; after that its absence tells something. */
  create(): void {
    if (!this.exists()) writeFileSync(this.#options.file, "", { mode: 0o600, flag: "a" });
  }

  append(entries: readonly AuditEntry[]): void {
    const { file, copy } = this.#options;
    const lines = entries.map((entry) => `${this.#line(entry.seq, entry.hash, entry.at)}\n`).join("");
    for (const place of copy === undefined ? [file] : [file, copy]) {
      try {
        appendFileSync(place, lines, { mode: 0o600 });
      } catch (cause) {
        throw new AppError("environment", `The head of the audit log cannot be noted in ${place}.`, {
          cause,
          next: "See that the file can be written; without it a shortened log could not be told from a whole one.",
        });
      }
    }
  }

  /** The last lines of the own file, a cheap look; undefined where it is gone. */
  tail(): readonly Witness[] | undefined {
    const { file } = this.#options;
    if (!existsSync(file)) return undefined;
    const open = openSync(file, "r");
    try {
      const { size } = fstatSync(open);
      const bytes = Buffer.alloc(Math.min(size, 8192));
      readSync(open, bytes, 0, bytes.length, size - bytes.length);
      const text = bytes.toString("latin1");
      const lines = (size > bytes.length ? text.slice(text.indexOf("\n") + 1) : text)
        .split("\n")
        .slice(0, -1);
      return lines.flatMap((line) => {
        const [, seq, hash] = form.exec(line) ?? [];
        return seq === undefined || hash === undefined ? [] : [{ seq: Number(seq), hash, from: "head file" }];
      });
    } finally {
      closeSync(open);
    }
  }

  /** Undefined where the file is gone. The last line may be torn by a full disk: it is left out. */
  read(): { readonly heads: readonly Witness[]; readonly faults: readonly string[] } | undefined {
    const { file, copy } = this.#options;
    if (!existsSync(file)) return undefined;
    const own = this.#parse(readFileSync(file, "utf8"), "head file");
    const other =
      copy !== undefined && existsSync(copy)
        ? this.#parse(readFileSync(copy, "utf8"), "copy of the head file")
        : { heads: [], faults: copy === undefined ? [] : [`the copy of the head file, ${copy}, is gone`] };
    return { heads: [...own.heads, ...other.heads], faults: [...own.faults, ...other.faults] };
  }

  /** Puts the file aside, as evidence, and begins another. Returns where it lies. */
  putAside(seq: number): string {
    const { file } = this.#options;
    const aside = `${file}.alarm-${seq}`;
    if (existsSync(file)) renameSync(file, aside);
    this.create();
    return aside;
  }

  /** Leaves out most old lines of a file that has grown large: every hundredth is kept, and the last thousand. */
  thin(): void {
    const { file } = this.#options;
    if (!existsSync(file) || statSync(file).size < largest) return;
    const lines = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => form.test(line));
    const kept = lines.filter((_, index) => index % 100 === 0 || index >= lines.length - 1_000);
    writeFileSync(`${file}.new`, kept.map((line) => `${line}\n`).join(""), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  #line(seq: number, hash: string, at: string): string {
    const said = `${seq} ${hash} ${at}`;
    return this.#options.key ? `${said} ${sign(this.#options.key, said)}` : said;
  }

  /** With a key, unsigned lines from before there was one prove nothing, and after the first signed one all are signed. */
  #parse(text: string, from: string): { heads: Witness[]; faults: string[] } {
    const heads: Witness[] = [];
    const faults: string[] = [];
    const { key } = this.#options;
    const lines = text.split("\n").slice(0, -1);
    const firstSigned = lines.findIndex((line) => form.exec(line)?.[4] !== undefined);
    if (key && lines.length > 0 && firstSigned === -1)
      faults.push(`no line of the ${from} carries the signature of your key`);
    for (const [index, line] of lines.entries()) {
      const [whole, seq = "", hash = "", at = "", signature] = form.exec(line) ?? [];
      if (whole === undefined) faults.push(`line ${index + 1} of the ${from} is none of ours`);
      else if (!key) heads.push({ seq: Number(seq), hash, from });
      else if (index < firstSigned || firstSigned === -1) continue;
      else if (signature !== undefined && isSigned(key, `${seq} ${hash} ${at}`, signature))
        heads.push({ seq: Number(seq), hash, from });
      else faults.push(`line ${index + 1} of the ${from} does not carry the signature of your key`);
    }
    return { heads, faults };
  }
}

function isSigned(key: Uint8Array, text: string, signature: string): boolean {
  return timingSafeEqual(Buffer.from(sign(key, text)), Buffer.from(signature));
}

function sign(key: Uint8Array, text: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}
