import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Event } from "../../core/event.ts";
import type { RunRecord } from "../../core/record/record.ts";
import type { Script } from "../../core/script.ts";
import type { RunExchange } from "./run-exchanges.ts";
import { visibleJson, visibleLines } from "../../core/text/visible.ts";
import { renderHtml } from "../../report/render-html.ts";
import { renderMarkdown } from "../../report/render-markdown.ts";
import { privateFile } from "../../store/private-files.ts";

export interface RunFolder {
  readonly folder: string;
  readonly report?: string;
  readonly files: number;
}

export interface RunFolderOptions {
  /** Told of files that were open to others until now. */
  readonly tell?: (line: string) => void;
  /** What models were told and said: one file each in `exchanges/`. */
  readonly exchanges?: readonly RunExchange[];
}

/**
 * Writes a run as a directory: `record.json`, `report.md`, `report.html`, `events.jsonl`, and `steps/NN-task/attempt-N/` with `main.py`,
 * `requirements.txt`, `policy.json`, `stdout.txt`, `stderr.txt`. Control characters are written out in all of them: the files may be shown with `cat`. Folders 0700, files 0600: what an account holds is nobody else's business.
 */
export function writeRunFolder(
  folder: string,
  record: RunRecord,
  events: readonly Event[],
  { tell, exchanges = [] }: RunFolderOptions = {},
): RunFolder {
  const written: string[] = [];
  const write = (path: string, text: string) => {
    const full = join(folder, path);
    mkdirSync(join(full, ".."), { recursive: true, mode: 0o700 });
    // An older file keeps its mode when it is written to: it is closed first.
    if (existsSync(full)) privateFile(full, tell);
    writeFileSync(full, text, { mode: 0o600 });
    written.push(full);
  };
  const verdicts = events.flatMap((event) => (event.kind === "verdict" ? [event] : []));
  const last = Math.max(0, ...verdicts.map((event) => event.iteration));
  const report = { record, verdicts: verdicts.filter((event) => event.iteration === last) };
  write("record.json", `${visibleJson(record, 2)}\n`);
  write("report.md", renderMarkdown(report));
  write("report.html", renderHtml(report));
  for (const [index, exchange] of exchanges.entries())
    write(
      join("exchanges", `${String(index + 1).padStart(3, "0")}-${slug(exchange.role)}.json`),
      `${visibleJson(exchange, 2)}\n`,
    );
  write("events.jsonl", events.map((event) => `${visibleJson(event)}\n`).join(""));
  for (const step of record.steps) {
    for (const attempt of step.attempts) {
      const at = join(
        "steps",
        `${String(step.step).padStart(2, "0")}-${slug(step.task)}`,
        `attempt-${attempt.attempt}`,
      );
      const script = scriptOf(events, step.step, attempt.attempt) ?? step.script;
      write(join(at, "main.py"), script.code);
      write(join(at, "requirements.txt"), script.requirements.map((line) => `${line}\n`).join(""));
      write(join(at, "policy.json"), `${visibleJson(script.policy, 2)}\n`);
      if (attempt.outcome) write(join(at, "stdout.txt"), visibleLines(attempt.outcome.stdout));
      if (attempt.outcome) write(join(at, "stderr.txt"), visibleLines(attempt.outcome.stderr));
    }
  }
  return { folder, report: join(folder, "report.html"), files: written.length };
}

/** The script as that attempt had it, after its checks; later attempts may have another. */
function scriptOf(events: readonly Event[], step: number, attempt: number): Script | undefined {
  const checked = events.findLast(
    (event) => event.kind === "script-checked" && event.step === step && event.attempt === attempt,
  );
  return checked?.kind === "script-checked" ? checked.script : undefined;
}

function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 40) || "step"
  );
}
