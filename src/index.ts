import { ask } from "./app/ask.ts";
import { serveBroker } from "./app/broker-process/serve-broker.ts";
import type { ServeBroker } from "./app/broker-process/serve-broker.ts";
import { auditOf } from "./app/audit/audit-of.ts";
import type { AskOptions } from "./app/ask.ts";
import { readSettings } from "./app/config.ts";
import type { SettingsOptions, StaticKeys } from "./app/config.ts";
import { openChat, type ChatOptions } from "./app/chat/chat.ts";
import { doctor } from "./app/doctor.ts";
import { doctorLive } from "./app/live/doctor-live.ts";
import { effectReviews } from "./app/effect-reviews.ts";
import { estimateRun } from "./app/chat/estimate-run.ts";
import { explainAccess, explainPath } from "./app/explain.ts";
import type { ExplainBounds, ExplainJob } from "./app/explain.ts";
import { modelsOf } from "./app/models/models-of.ts";
import { openNodes } from "./app/own-nodes.ts";
import { promptsOf } from "./app/prompts/prompts-of.ts";
import { runsOf } from "./app/runs/runs-of.ts";
import { scriptLibraryOf } from "./app/prompts/script-library.ts";
import { checkScript, runScript } from "./app/scripts.ts";
import type { GivenScript, RunScriptOptions } from "./app/scripts.ts";
import { solve } from "./app/chat/solve.ts";
import { simulateOf } from "./app/simulate-of.ts";
import { publishedSchemas } from "./app/schema.ts";
import { testScript } from "./app/rehearsal/test-script.ts";
import type { TestScriptOptions } from "./app/rehearsal/test-script.ts";
import { openWorkshop } from "./app/workshop.ts";
import { writeScript } from "./app/models/write-script.ts";
import type { Asking } from "./core/asking.ts";
import type { AppOptions } from "./app/options.ts";

export { AppError } from "./core/errors.ts";
export type { Asking } from "./core/asking.ts";
export type { Event } from "./core/event.ts";
export type { RunRecord } from "./core/record/record.ts";
export type { Chat, ChatOptions, ChatState, Turn } from "./app/chat/chat.ts";
export type { Solution } from "./core/record/solution.ts";
export type { RunPolicy } from "./core/record/run-policy.ts";
export type { AccessRecord, PathRecord } from "./core/record/explain-record.ts";
export type { AskOptions } from "./app/ask.ts";
export type { Nodes, SlotInput, Slots } from "./app/own-nodes.ts";

/** Options of the library; what is left out comes from the environment and the configuration file, as for the command line. */
export interface NephoscopeOptions extends SettingsOptions, AppOptions {}

/** How an explanation is asked, beside its question. */
type ExplainOptions = ExplainBounds & Pick<ExplainJob, "keys" | "signal" | "onEvent">;

export type Nephoscope = Awaited<ReturnType<typeof createNephoscope>>;

/** Opens nephoscope. Nothing is started before it is needed; put it away with `await using` or by `[Symbol.asyncDispose]()`. */
export async function createNephoscope(options: NephoscopeOptions = {}) {
  const {
    report = () => undefined,
    now = () => new Date(),
    services,
    ownSandbox,
    reasoner,
    models,
    nodes,
    credentials,
    ...settingsOptions
  } = options;
  const settings = readSettings(settingsOptions);
  const workshop = openWorkshop({
    settings,
    report,
    now,
    ...(services && { services }),
    ...(ownSandbox && { ownSandbox }),
  });
  const slots = openNodes({ ...settings.nodes, ...nodes }, process.cwd());
  const keysOf = (keys?: StaticKeys) => keys ?? credentials;
  const job = ({ keys: own, signal, onEvent, ...bounds }: ExplainOptions = {}) => {
    const keys = keysOf(own);
    return {
      workshop,
      now,
      bounds,
      ...(keys && { keys }),
      ...(signal && { signal }),
      ...(onEvent && { onEvent }),
    };
  };
  const given = {
    ...(reasoner && { reasoner }),
    ...(Object.keys(slots).length > 0 && { slots }),
    ...(models && { models }),
  };
  return {
    settings,
    /** Asks a question: iterate for its events, await `record` for its answer. Throws AppError("usage") at once for wrong options. */
    ask: (question: string, asked: AskOptions = {}): Asking => {
      const keys = keysOf(asked.keys);
      return ask({ workshop, question, options: { ...asked, ...(keys && { keys }) }, now, ...given });
    },
    /** The same, and in `solution` the whole way from the problem to the suggestion as one document for another agent. */
    solve: (problem: string, asked: AskOptions = {}) => {
      const keys = keysOf(asked.keys);
      return solve({
        workshop,
        question: problem,
        options: { ...asked, ...(keys && { keys }) },
        now,
        ...given,
      });
    },
    /** What a question will likely take; nothing is sent. Throws AppError("usage") for wrong options. */
    estimate: (question: string, asked: AskOptions = {}) =>
      estimateRun({ workshop, question, options: asked, now, ...(models && { models }) }),
    /** A thread of questions that go on from each other. Throws AppError("usage") for a wrong `fresh`. */
    chat: (options: ChatOptions = {}) =>
      openChat({ workshop, now, ...given, ...(credentials && { keys: credentials }), chat: options }),
    /** Has a model write a script for one task, and runs it. Throws AppError("configuration") where no model is configured. */
    writeScript: (task: string, asked: AskOptions = {}) => {
      const keys = keysOf(asked.keys);
      return writeScript({
        workshop,
        question: task,
        options: { ...asked, ...(keys && { keys }) },
        now,
        ...given,
      });
    },
    explainAccess: (query: Parameters<typeof explainAccess>[0], one?: ExplainOptions) =>
      explainAccess(query, job(one)),
    explainPath: (query: Parameters<typeof explainPath>[0], one?: ExplainOptions) =>
      explainPath(query, job(one)),
    checkScript: (script: GivenScript) => checkScript(workshop, script),
    runScript: (script: GivenScript & RunScriptOptions, one?: { keys?: StaticKeys; signal?: AbortSignal }) =>
      runScript(script, job(one)),
    /** Rehearses a script in every situation, without an account. */
    testScript: (script: GivenScript & TestScriptOptions, one: { signal?: AbortSignal } = {}) =>
      testScript(script, { workshop, now, ...(one.signal && { signal: one.signal }) }),
    runs: runsOf({ workshop, now, ...given, ...(credentials && { keys: credentials }) }),
    /** The append-only log of every call, decision and exchange with a model. */
    audit: auditOf({ workshop, now }),
    models: modelsOf({ workshop, now, ...(models && { own: models }) }),
    /** Scripts of models that a person kept. */
    library: scriptLibraryOf({ workshop, now }),
    prompts: promptsOf({ workshop, now, ...(models && { own: models }) }),
    /** Holds the credentials of this process and serves agents over a UNIX socket until it is put away. */
    serveBroker: (asked: Omit<ServeBroker, "workshop" | "now" | "socket" | "keys"> = {}) =>
      serveBroker({
        ...asked,
        workshop,
        now,
        socket: settings.broker.socket,
        ...(credentials && { keys: credentials }),
      }),
    simulate: simulateOf({ workshop, now }),
    doctor: (asked: { fix?: boolean } = {}) => doctor(workshop, asked),
    /** Tries the real account with one harmless read of each important service. Throws AppError for wrong usage only. */
    doctorLive: (one: { keys?: StaticKeys; signal?: AbortSignal; callSeconds?: number } = {}) =>
      doctorLive({
        ...job(one),
        ...(one.callSeconds !== undefined && { callSeconds: one.callSeconds }),
      }),
    schema: publishedSchemas,
    effects: (operation: string) => effectReviews(workshop, operation),
    [Symbol.asyncDispose]: () => workshop[Symbol.asyncDispose](),
  };
}
