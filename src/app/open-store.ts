import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../core/errors.ts";
import type { Store } from "../core/store.ts";
import { closeFolders } from "../store/private-files.ts";
import { createSqliteStore } from "../store/sqlite-store.ts";
import type { Settings } from "./config.ts";
import { parseDuration } from "./parse-time.ts";
import { applyRetention } from "./runs/purge.ts";

export interface OpenStore {
  readonly settings: Settings;
  readonly database: string;
  readonly report: (line: string) => void;
  readonly now: () => Date;
}

/** Opens the store, closes to others what an older version or a careless copy left open, and removes what is past its retention. */
export function openStore({ settings, database, report, now }: OpenStore): Store {
  const { auditKey, auditCopy } = settings;
  const store = createSqliteStore({
    file: database,
    tell: report,
    headFile: {
      ...(auditKey !== undefined && { key: keyIn(auditKey) }),
      ...(auditCopy !== undefined && { copy: auditCopy }),
    },
  });
  for (const folder of ["runs", "simulators"]) closeFolders(join(settings.home, folder), report);
  retain(store, settings, now()).catch((error: unknown) =>
    report(`What is past its retention could not be removed: ${error instanceof Error ? error.message : ""}`),
  );
  return store;
}

async function retain(store: Store, { home, retention, auditRetention }: Settings, now: Date): Promise<void> {
  if (retention !== undefined) await applyRetention({ store, home, now }, retention);
  if (auditRetention === undefined) return;
  const before = new Date(now.getTime() - parseDuration(auditRetention) * 1000).toISOString();
  await store.audit.prune(before, now.toISOString());
}

function keyIn(file: string): Uint8Array {
  try {
    const key = readFileSync(file);
    if (key.length >= 16) return key;
  } catch (cause) {
    throw new AppError("configuration", `The key of the audit log, ${file}, cannot be read.`, {
      cause,
      next: "Correct auditKey in the configuration, or NEPHOSCOPE_AUDIT_KEY.",
    });
  }
  throw new AppError("configuration", `The key of the audit log, ${file}, is shorter than 16 bytes.`, {
    next: `head -c 32 /dev/urandom > ${file}`,
  });
}
