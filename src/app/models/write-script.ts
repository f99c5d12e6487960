import type { Asking } from "../../core/asking.ts";
import { AppError } from "../../core/errors.ts";
import type { PolicyDocument } from "../../core/grant.ts";
import type { Json } from "../../core/json/json.ts";
import type { RunRecord } from "../../core/record/record.ts";
import type { Draft, Reasoner } from "../../reason/reason.ts";
import type { Account } from "../places/account.ts";
import { ask, type AskJob } from "../ask.ts";
import { reasonerOf } from "./reasoner-of.ts";

/** A script that a model wrote for a task, with what it printed. */
export interface WrittenScript {
  /** It ran to its end. */
  readonly ok: boolean;
  readonly task: string;
  readonly code: string;
  readonly requirements: readonly string[];
  readonly policy: PolicyDocument;
  /** What it printed, as JSON where it is. */
  readonly output?: Json;
  /** What kept it from running, when nothing did in the end. */
  readonly error?: { readonly kind: string; readonly message: string };
  readonly attempts: number;
  readonly decidedBy: string;
  readonly run: string;
  readonly usage: RunRecord["usage"];
}

/** Has a script written for one task, checked, rehearsed and run, with the usual attempts; no question is answered beyond it. */
export function writeScript(job: AskJob): Asking & { readonly script: Promise<WrittenScript> } {
  const asking = ask({ ...job, reasonerFor: (account) => taskReasoner(job, account) });
  const script = asking.record.then((record) => writtenOf(job.question, record));
  script.catch(() => undefined);
  return Object.assign(asking, { script });
}

async function taskReasoner(job: AskJob, account: Account): Promise<Reasoner> {
  const { workshop, options, now, models } = job;
  const writer = await reasonerOf({
    workshop,
    options,
    account,
    question: job.question,
    now,
    ...(models && { own: models }),
  });
  if (writer.name === "playbook")
    throw new AppError("configuration", "No model is configured, and a script is written by a model only.", {
      next: "nephoscope models list   shows the models and the keys that they need.",
    });
  const task = { task: job.question, reason: "" };
  return {
    ...writer,
    route: ({ text, window }) =>
      Promise.resolve({
        question: { text, mentions: [], ports: [], actions: [], services: [], window, asks: "facts" },
      }),
    plan: ({ tried }) =>
      Promise.resolve(
        tried.length === 0
          ? { kind: "collect", why: "one script does it", tasks: [task], verdicts: [] }
          : { kind: "conclude", why: "the script has run", verdicts: [] },
      ),
    conclude: ({ tried }): Promise<Draft> => {
      const done = tried.some(({ status }) => status === "done");
      return Promise.resolve({
        verdict: done ? "answered" : "inconclusive",
        summary: done ? "The script ran; what it printed is its output." : "No script ran to its end.",
        findings: [],
        ruledOut: [],
        gaps: [],
      });
    },
  };
}

function writtenOf(task: string, record: RunRecord): WrittenScript {
  const step = record.steps[0];
  const last = step?.attempts.at(-1);
  const error = step?.status === "done" ? undefined : (last?.error ?? record.errors[0]);
  return {
    ok: step?.status === "done",
    task,
    code: step?.script.code ?? "",
    requirements: step?.script.requirements ?? [],
    policy: step?.script.policy ?? { Statement: [] },
    ...(step?.output !== undefined && { output: step.output }),
    ...(error && { error: { kind: "kind" in error ? error.kind : error.code, message: error.message } }),
    attempts: step?.attempts.length ?? 0,
    decidedBy: step?.decidedBy ?? "nobody",
    run: record.id,
    usage: record.usage,
  };
}
