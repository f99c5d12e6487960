import type { Event } from "../../core/event.ts";
import type { Call } from "../../core/call.ts";
import { cut, plain } from "./paint.ts";
import type { Paint } from "./paint.ts";
import { showQuestion } from "./show-question.ts";

/** Folds a run's events into lines as they happen. On a terminal the steps under way stand in one live line below. */
export class Progress {
  readonly #write: (text: string) => void;
  readonly #paint: Paint;
  readonly #calls = new Map<number, Call[]>();
  readonly #started = new Map<number, { task: string; at: number; attempts: number }>();
  #live = false;

  constructor(write: (text: string) => void, paint: Paint) {
    this.#write = write;
    this.#paint = paint;
  }

  on(event: Event): void {
    switch (event.kind) {
      case "run-start":
        if (event.job === "ask") this.#line(...showQuestion(event, this.#paint).trimEnd().split("\n"), "");
        return;
      case "run-resume":
        this.#line(
          `  ${this.#paint("dim", `taken up again after event ${event.from}: finished steps are kept`)}`,
        );
        return;
      case "plan":
        this.#plan(event);
        return;
      case "script-written":
        this.#started.set(event.step, {
          task: event.task,
          at: Date.parse(event.at),
          attempts: event.attempt,
        });
        this.#show();
        return;
      case "call":
        this.#calls.set(event.call.step, [...(this.#calls.get(event.call.step) ?? []), event.call]);
        this.#show();
        return;
      case "step-end":
        this.#stepEnd(event.step, event.status, Date.parse(event.at));
        return;
      case "limit":
        this.#line(`  ${this.#paint("yellow", "!")} ${plain(event.text)}`);
        return;
      case "model":
        this.#line(`      ${this.#paint("dim", exchangeLine(event))}`);
        return;
      case "note":
        this.#line(`  ${this.#paint("dim", plain(event.text))}`);
        return;
      case "verdict":
        if (event.result === "gap")
          this.#line(`  ${this.#paint("yellow", "!")} ${cut(plain(event.text), this.#paint.columns - 6)}`);
        return;
      case "run-end":
        this.#clear();
        return;
      case "question-read":
      case "script-checked":
      case "script-rehearsed":
      case "attempt-start":
      case "attempt-end":
      case "facts":
      case "answer":
      case "result":
        return;
    }
  }

  #plan(event: Extract<Event, { kind: "plan" }>): void {
    if (event.decision === "conclude") return;
    const by = event.playbook ? `playbook: ${event.playbook}` : event.decidedBy;
    const label = event.iteration === 1 ? "Plan" : "Then";
    const width = this.#paint.columns - 14 - by.length;
    this.#line(
      `  ${label.padEnd(9)} ${this.#paint("italic", cut(plain(event.why), width).padEnd(width))}  ${this.#paint("dim", by)}`,
    );
  }

  #stepEnd(step: number, status: "done" | "abandoned", at: number): void {
    const started = this.#started.get(step);
    const calls = this.#calls.get(step) ?? [];
    this.#started.delete(step);
    const denied = calls.filter((call) => call.decision === "denied").length;
    const mark = status === "done" ? this.#paint("green", "✓") : this.#paint("yellow", "✗");
    const operations = [...new Set(calls.map((call) => `${call.service}:${call.operation}`))];
    const counts = `${calls.length} call${calls.length === 1 ? "" : "s"}${denied > 0 ? `, ${denied} denied` : ""}`;
    const tail = `${counts.padStart(9)}  ${String(started ? Math.max(0, at - started.at) : 0).padStart(5)} ms`;
    const room = this.#paint.columns - 44 - tail.length;
    const shown = room > 12 ? cut(operations.join(", "), room) : "";
    this.#line(
      `${String(step).padStart(3)} ${mark} ${cut(plain(started?.task ?? "step"), 36).padEnd(36)} ${this.#paint("dim", shown.padEnd(Math.max(0, room)))} ${this.#paint("dim", tail)}`,
    );
    this.#show();
  }

  #line(...lines: readonly string[]): void {
    this.#clear();
    for (const line of lines) this.#write(`${line.trimEnd()}\n`);
    this.#show();
  }

  #show(): void {
    if (!this.#paint.colour || this.#started.size === 0) return;
    const tasks = [...this.#started.values()].map((one) => one.task).join(" · ");
    this.#write(`\r\u001b[2K    ${this.#paint("dim", `… ${cut(plain(tasks), this.#paint.columns - 8)}`)}`);
    this.#live = true;
  }

  #clear(): void {
    if (this.#live) this.#write("\r\u001b[2K");
    this.#live = false;
  }
}

/** Who was asked in which role, how long it took and what it cost. */
function exchangeLine({
  role,
  model,
  ms,
  inputTokens,
  outputTokens,
  usd,
  failure,
}: Extract<Event, { kind: "model" }>): string {
  const end = failure
    ? plain(failure.kind)
    : `${inputTokens} + ${outputTokens} tokens${usd > 0 ? ` · ${usd.toFixed(4)} USD` : ""}`;
  return `${role} · ${plain(model)} · ${(ms / 1000).toFixed(1)} s · ${end}`;
}
