import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AppError } from "../core/errors.ts";
import { migrations } from "./migrations.ts";
import { privateFile, privateFolder } from "./private-files.ts";
import type { Tell } from "./private-files.ts";

export interface OpenDatabase {
  /** The folder it lies in belongs to the store alone: it becomes 0700. */
  readonly file: string;
  /** How long one process waits for another's write. */
  readonly busyMilliseconds?: number;
  /** Told of files that were open to others until now. */
  readonly tell?: Tell;
}

/**
 * Opens the file, making folder (0700), file (0600, and so its WAL) and tables where they are missing. In WAL mode with `synchronous` NORMAL a
 * committed write survives the death of the process (SQLite, Write-Ahead Logging); only a power cut may take the last ones.
 */
export function openDatabase({ file, busyMilliseconds = 10_000, tell }: OpenDatabase): DatabaseSync {
  try {
    privateFolder(dirname(file), tell);
    privateFile(file, tell);
    // SQLite gives them the file's mode when it makes them; what is there already may be older than that.
    for (const beside of [`${file}-wal`, `${file}-shm`, `${file}-audit-head`])
      if (existsSync(beside)) privateFile(beside, tell);
    const database = new DatabaseSync(file, { timeout: busyMilliseconds });
    // The vacuum's mode only takes in a file without tables; `purge` changes older files.
    database.exec(
      "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;",
    );
    migrate(database, file);
    return database;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      "environment",
      `The store ${file} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}.`,
      {
        next: "See that the folder can be written, or set NEPHOSCOPE_HOME to one that can.",
        cause,
      },
    );
  }
}

/** Primary result codes (sqlite.org/rescode.html): READONLY, IOERR, FULL, CANTOPEN. */
const outside = new Set([8, 10, 13, 14]);

/** What the disk refuses is no bug of ours. */
export function storeFailure(error: unknown): unknown {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : undefined;
  if (code === undefined || !outside.has(code) || !(error instanceof Error)) return error;
  return new AppError("environment", `The store cannot be written: ${error.message}.`, {
    next: "Make room there, or set NEPHOSCOPE_HOME to another folder.",
    cause: error,
  });
}

/** Runs `work` in one write transaction: all of it or nothing. Synchronous, so that no other task of this process comes between. */
export function transact<T>(database: DatabaseSync, work: () => T): T {
  try {
    database.exec("BEGIN IMMEDIATE");
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    // SQLite has rolled back by itself where the disk is full.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw storeFailure(error);
  }
}

function migrate(database: DatabaseSync, file: string): void {
  if (versionOf(database) === migrations.length) return;
  transact(database, () => {
    // Asked again: another process may have been faster.
    const version = versionOf(database);
    if (version > migrations.length) {
      throw new AppError("environment", `The store ${file} was written by a newer version of nephoscope.`, {
        next: "Update nephoscope, or set NEPHOSCOPE_HOME to another folder.",
      });
    }
    for (const step of migrations.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}
