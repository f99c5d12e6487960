import { randomBytes } from "node:crypto";
import type { Asking } from "../../core/asking.ts";
import { foldRecord, startOf } from "../../core/fold/fold-record.ts";
import type { RunRecord, Usage } from "../../core/record/record.ts";
import { visibleJson } from "../../core/text/visible.ts";
import { renderMarkdown } from "../../report/render-markdown.ts";
import { resolveFollowUp, type FollowUp, type LastQuestion } from "../../reason/follow-up.ts";
import type { Exchange } from "../../reason/reason.ts";
import { ask, type AskJob, type AskOptions } from "../ask.ts";
import type { StaticKeys } from "../config.ts";
import { explainClaim, type ExplainedClaim } from "../runs/explain-claim.ts";
import { completeByRouter } from "./complete-by-router.ts";
import { lastQuestion } from "./last-question.ts";
import { parseDuration } from "../parse-time.ts";
import { eventsOfRun } from "../runs/runs.ts";

/** What a thread is made of; a thread that is opened again with it goes on, also with other credentials. */
export interface ChatState {
  readonly id: string;
  /** Oldest first. */
  readonly runs: readonly string[];
  /** ISO: what was read before is not used again. */
  readonly since: string;
}

export interface ChatOptions {
  /** How old a read may be that is used again, as `15m`; `0s`: none is. */
  readonly fresh?: string;
  readonly state?: ChatState;
}

export type Turn =
  /** `understood`: how the question was completed from what was said before. */
  | { readonly kind: "asking"; readonly asking: Asking; readonly understood?: string }
  /** It asked why: `why()` tells. */
  | { readonly kind: "evidence" }
  | { readonly kind: "unclear"; readonly why: string; readonly candidates: readonly string[] };

export interface ChatJob extends Omit<AskJob, "question" | "options" | "follows"> {
  readonly chat: ChatOptions;
  /** Used where a question brings none of its own. */
  readonly keys?: StaticKeys;
}

export interface ChatCost {
  readonly runs: number;
  readonly models: Usage["models"];
  readonly awsCalls: number;
  /** Reads that were answered from what earlier questions had read. */
  readonly reused: number;
  readonly awsUsd: number;
  readonly modelUsd: number;
}

export type Chat = ReturnType<typeof openChat>;

/** A thread of questions: each is a run of its own, which begins with what earlier ones have read and is still fresh. Throws AppError("usage") for a wrong `fresh`. */
export function openChat({ chat, keys, ...job }: ChatJob) {
  const { workshop, now } = job;
  const { fresh = "15m" } = chat;
  const freshSeconds = /^0[smhd]?$/.test(fresh) ? 0 : parseDuration(fresh);
  const kept = chat.state ?? { id: newThreadId(now()), runs: [], since: "" };
  const thread = { id: kept.id, runs: [...kept.runs], since: kept.since };
  /** Exchanges with a router that no run has on its record yet: the next one takes them. */
  const untold: Exchange[] = [];
  /** A run that never came to its question says nothing of what was spoken of. */
  const lastRead = async (): Promise<LastQuestion | undefined> => {
    for (const run of thread.runs.toReversed()) {
      const last = await lastQuestion(workshop.store(), run, workshop.readers);
      if (last) return last;
    }
    return undefined;
  };
  /** What was meant: a configured router's word where code lets it pass, else code's own. */
  const understood = async (text: string, last: LastQuestion, options: AskOptions): Promise<FollowUp> => {
    const byCode = resolveFollowUp(text, last);
    if (byCode.kind === "evidence" || job.reasoner) return byCode;
    const starts = await Promise.all(
      thread.runs.map(async (run) => startOf(await workshop.store().events(run))),
    );
    const completed = await completeByRouter({
      workshop,
      options,
      text,
      thread: { last, questions: starts.map(({ question }) => question) },
      scope: starts.at(-1)?.scope ?? { account: "" },
      ...(job.models && { own: job.models }),
      before: untold,
      now,
      tell: (exchange) => untold.push(exchange),
    });
    return completed ? { kind: "resolved", ...completed } : byCode;
  };
  const records = async () =>
    Promise.all(thread.runs.map(async (run) => foldRecord(await eventsOfRun(workshop.store(), run))));
  return {
    state: (): ChatState => ({ ...thread, runs: [...thread.runs] }),
    /** Asks, in the light of what was asked before. */
    ask: async (text: string, options: AskOptions = {}): Promise<Turn> => {
      const last = await lastRead();
      const found: FollowUp = last
        ? await understood(text, last, options)
        : { kind: "whole", text: text.trim() };
      if (found.kind === "evidence" || found.kind === "unclear") return found;
      const resolved = found.kind === "resolved";
      const oldest = new Date(now().getTime() - freshSeconds * 1000).toISOString();
      const asking = ask({
        ...job,
        question: found.text,
        options: { ...(keys && { keys }), ...options },
        follows: {
          thread: thread.id,
          runs: [...thread.runs],
          since: oldest > thread.since ? oldest : thread.since,
          carried: {
            names: resolved ? found.names : [],
            exchanges: [...untold],
            ...(resolved && last?.question.timed && { window: last.question.window }),
          },
        },
      });
      untold.length = 0;
      void asking.record.then(({ id }) => thread.runs.push(id)).catch(() => undefined);
      return { kind: "asking", asking, ...(resolved && { understood: found.text }) };
    },
    /** The evidence of a claim of the last answer, checked again; undefined where there is none. */
    why: async (n?: number): Promise<ExplainedClaim | undefined> => {
      const last = thread.runs.at(-1);
      return last === undefined ? undefined : explainClaim(workshop.store(), last, n);
    },
    /** From now on everything is read again. */
    refresh: (): void => {
      thread.since = now().toISOString();
    },
    records,
    cost: async (): Promise<ChatCost> => costOf(await records()),
    /** The whole thread: Markdown, or JSON with every record. */
    transcript: async (form: "markdown" | "json"): Promise<string> => {
      const all = await records();
      if (form === "json") return `${visibleJson({ thread: thread.id, runs: all }, 2)}\n`;
      return all.map((record) => renderMarkdown({ record, verdicts: [] })).join("\n\n---\n\n");
    },
  };
}

function newThreadId(now: Date): string {
  return `chat-${now.toISOString().slice(0, 10).replaceAll("-", "")}-${randomBytes(4).toString("hex")}`;
}

function costOf(records: readonly RunRecord[]): ChatCost {
  const uses = records.flatMap(({ usage }) => usage.models);
  const byModel = Map.groupBy(uses, ({ role, model }) => `${role} ${model}`);
  const total = <T>(of: readonly T[], value: (one: T) => number) =>
    of.reduce((sum, one) => sum + value(one), 0);
  return {
    runs: records.length,
    models: [...byModel.values()].flatMap((same) => {
      const [first] = same;
      return first
        ? [
            {
              role: first.role,
              model: first.model,
              calls: total(same, (one) => one.calls),
              inputTokens: total(same, (one) => one.inputTokens),
              outputTokens: total(same, (one) => one.outputTokens),
              usd: total(same, (one) => one.usd),
            },
          ]
        : [];
    }),
    awsCalls: total(records, ({ usage }) => usage.awsCalls),
    reused: total(records, ({ calls }) => calls.filter(({ earlier }) => earlier !== undefined).length),
    awsUsd: total(records, ({ usage }) => usage.awsUsd),
    modelUsd: total(uses, ({ usd }) => usd),
  };
}
