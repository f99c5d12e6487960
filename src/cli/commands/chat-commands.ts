import { writeFileSync } from "node:fs";
import type { Asking } from "../../core/asking.ts";
import { AppError } from "../../core/errors.ts";
import type { Chat, Nephoscope } from "../../index.ts";
import type { AskFlags } from "./ask.ts";
import { connect } from "../connect.ts";
import { cut, plain, wrap } from "../show/paint.ts";
import type { Paint } from "../show/paint.ts";
import { showClaim } from "../show/show-claim.ts";

export interface ChatFlags extends AskFlags {
  readonly fresh?: string;
}

/** A chat under way. */
export interface Talk {
  nepho: Nephoscope;
  chat: Chat;
  flags: ChatFlags;
  readonly paint: Paint;
  readonly write: (text: string) => unknown;
  readonly historyFile: string;
  asking?: Pick<Asking, "cancel">;
  interrupted?: Pick<Asking, "cancel">;
}

interface Command {
  readonly usage: string;
  readonly help: string;
  readonly run: (talk: Talk, rest: string) => Promise<void> | void;
}

/** What begins with a slash, by its word. */
export const commands: { readonly [word: string]: Command } = {
  "/help": {
    usage: "/help",
    help: "this list",
    run: ({ write, paint }) => {
      for (const { usage, help } of Object.values(commands))
        write(`  ${usage.padEnd(16)} ${wrap(help, paint.columns - 21, " ".repeat(19))}\n`);
      write(`  ${"/quit".padEnd(16)} leaves; so does Ctrl-C twice, and Ctrl-D\n`);
    },
  },
  "/model": {
    usage: "/model [ID]",
    help: "who decides, and who could; with an ID: that one in every role; none: no model",
    run: model,
  },
  "/profile": {
    usage: "/profile NAME",
    help: "other credentials; what was read with these is not used with those",
    run: async (talk, name) => reconnect(talk, { profile: named(name, "/profile NAME") }),
  },
  "/region": {
    usage: "/region R",
    help: "another region, or several with commas",
    run: async (talk, region) => reconnect(talk, { region: [named(region, "/region us-east-1")] }),
  },
  "/runs": {
    usage: "/runs",
    help: "the questions of this chat",
    run: async ({ chat, write, paint }) => {
      for (const { id, question, status, answer } of await chat.records())
        write(
          `  ${id}  ${(status === "answered" ? answer.verdict : status).padEnd(15)} ${cut(plain(question), paint.columns - 46)}\n`,
        );
    },
  },
  "/policy": { usage: "/policy", help: "the least IAM policy that the last answer needed", run: policy },
  "/why": {
    usage: "/why [N]",
    help: "the evidence of the last answer's claim N, each citation checked again",
    run: async ({ chat, write, paint }, n) => {
      if (!/^\d*$/.test(n)) throw new AppError("usage", `"${n}" is no number.`, { next: "/why 2" });
      write(await evidence(chat, n === "" ? 1 : Number(n), paint));
    },
  },
  "/cost": { usage: "/cost", help: "calls, tokens and money of this chat", run: cost },
  "/refresh": {
    usage: "/refresh",
    help: "read everything again from now on",
    run: ({ chat, write }) => {
      chat.refresh();
      write("  What was read before is not used again.\n");
    },
  },
  "/save": {
    usage: "/save FILE",
    help: "the chat as Markdown, or with every record where FILE ends in .json",
    run: async ({ chat, write }, rest) => {
      const file = named(rest, "/save chat.md");
      const text = await chat.transcript(file.endsWith(".json") ? "json" : "markdown");
      try {
        writeFileSync(file, text, { mode: 0o600, flag: "wx" });
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : "";
        throw new AppError("usage", `${file} was not written: ${why}`, {
          cause,
          next: "Give a new file in a folder that there is.",
        });
      }
      write(`  ${plain(file)}\n`);
    },
  },
};

function named(text: string, usage: string): string {
  if (text !== "") return text;
  throw new AppError("usage", "A name is missing.", { next: usage });
}

/** The library with other flags; the thread goes on. */
async function reconnect(
  talk: Talk,
  flags: { readonly profile?: string; readonly region?: readonly string[] },
): Promise<void> {
  const wanted = { ...talk.flags, ...flags };
  const nepho = await connect(wanted);
  const fresh = wanted.fresh === undefined ? {} : { fresh: wanted.fresh };
  const chat = nepho.chat({ ...fresh, state: talk.chat.state() });
  const before = talk.nepho;
  Object.assign(talk, { nepho, chat, flags: wanted });
  await before[Symbol.asyncDispose]();
  talk.write(`  ${plain(Object.entries(flags).flat(2).join(" "))}\n`);
}

function model(talk: Talk, id: string): void {
  const { nepho, flags, write } = talk;
  if (id === "") {
    const decides =
      flags.offline === true
        ? "none"
        : (flags.model ?? "as configured for each role (nephoscope models list)");
    write(`  model: ${plain(decides)}\n`);
    for (const one of nepho.models.list().filter(({ usable }) => usable))
      write(`    ${one.id === flags.model ? "●" : "○"} ${plain(one.id)}  ${plain(one.provider)}\n`);
    return;
  }
  const others = withoutModels(flags);
  if (id === "none") {
    const { review: _review, scripts: _scripts, ...rest } = others;
    talk.flags = { ...rest, offline: true };
    write("  model: none; playbooks and analyzers answer\n");
    return;
  }
  // Throws for a name that nobody knows.
  nepho.models.configured({}, id);
  const named = nepho.models.list().find((one) => one.id === id);
  talk.flags = { ...others, model: id };
  const key =
    named?.usable === false ? ` (${named.keyVariable ?? "its key"} is not set: it will not answer)` : "";
  write(`  model: ${plain(id)}${key}\n`);
}

/** In every role: what named one for a single role names it no more. */
function withoutModels(flags: ChatFlags): ChatFlags {
  const {
    model: _model,
    offline: _offline,
    modelRouter: _router,
    modelOrchestrator: _orchestrator,
    modelCoder: _coder,
    modelReviewer: _reviewer,
    modelAnalyst: _analyst,
    ...others
  } = flags;
  return others;
}

async function policy({ nepho, chat, write }: Talk): Promise<void> {
  const last = chat.state().runs.at(-1);
  if (last === undefined) {
    write("  Nothing was asked yet.\n");
    return;
  }
  write(`${JSON.stringify((await nepho.runs.policy(last)).keep, null, 2)}\n`);
}

async function cost({ chat, write }: Talk): Promise<void> {
  const { runs, models, awsCalls, reused, awsUsd, modelUsd } = await chat.cost();
  write(
    `  ${runs} questions: ${awsCalls} AWS calls, ${reused} reads used again, ${awsUsd.toFixed(4)} USD; models ${modelUsd.toFixed(4)} USD\n`,
  );
  for (const one of models)
    write(
      `    ${one.role} · ${plain(one.model)}: ${one.calls} requests, ${one.inputTokens} + ${one.outputTokens} tokens, ${one.usd.toFixed(4)} USD\n`,
    );
}

export async function evidence(thread: Chat, n: number, paint: Talk["paint"]): Promise<string> {
  const claim = await thread.why(n);
  return claim ? showClaim(claim, paint) : "  There is no such claim in the last answer.\n";
}
