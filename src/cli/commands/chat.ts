import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { AppError } from "../../core/errors.ts";
import { shellLine } from "../../core/text/shell-line.ts";
import { commands, evidence, type ChatFlags, type Talk } from "./chat-commands.ts";
import type { Turn } from "../../index.ts";
import { connect, printJson } from "../connect.ts";
import { modelOptions } from "../model-options.ts";
import { paintFor, plain, plainLines } from "../show/paint.ts";
import { Progress } from "../show/progress.ts";
import { showAnswer } from "../show/show-answer.ts";

/** Lines kept of earlier chats. */
const mostHistory = 500;

/**
 * A thread in the terminal. Into a pipe it reads a question a line and writes no escape codes. One interrupt ends the question under way, a second one
 * the chat. A failure of one question never ends the chat.
 */
export async function chat(flags: ChatFlags): Promise<void> {
  const talk = await begin(flags);
  const terminal = process.stdin.isTTY && process.stdout.isTTY;
  const { historyFile } = talk;
  const lines = createInterface({
    input: process.stdin,
    ...(terminal && { output: process.stdout, history: readHistory(historyFile), historySize: mostHistory }),
    terminal,
    prompt: `${talk.paint("bold", "nephoscope")}> `,
  });
  lines.on("history", (history) => writeHistory(historyFile, history));
  const interrupted = interrupter(talk, () => {
    process.exitCode = 130;
    lines.close();
  });
  lines.on("SIGINT", interrupted);
  process.on("SIGINT", interrupted);
  const prompt = () => {
    if (terminal) lines.prompt();
  };
  if (terminal) process.stdout.write(talk.paint("dim", "  /help shows what there is; /quit leaves\n"));
  prompt();
  try {
    for await (const line of lines) {
      if (!(await answered(talk, line.trim()))) break;
      prompt();
    }
  } finally {
    lines.close();
    process.off("SIGINT", interrupted);
    await talk.nepho[Symbol.asyncDispose]();
  }
}

async function begin(flags: ChatFlags): Promise<Talk> {
  if (flags.alarm !== undefined)
    throw new AppError("usage", "A chat is not made from an alarm.", {
      next: `nephoscope ask --alarm ${shellLine([flags.alarm])}   does; in a chat, ask about the alarm by its name.`,
    });
  const nepho = await connect(flags);
  const fresh = flags.fresh === undefined ? {} : { fresh: flags.fresh };
  return {
    nepho,
    chat: nepho.chat(fresh),
    flags,
    paint: paintFor(flags.json ? process.stderr : process.stdout),
    write: (text) => (flags.json ? process.stderr : process.stdout).write(text),
    historyFile: join(nepho.settings.home, "chat-history"),
  };
}

/** False where the chat is over. */
async function answered(talk: Talk, line: string): Promise<boolean> {
  if (line === "") return true;
  const [word = "", ...rest] = line.split(/\s+/);
  if (line === "/quit" || line === "/exit") return false;
  try {
    if (!line.startsWith("/")) await question(talk, line);
    else if (Object.hasOwn(commands, word)) await commands[word]?.run(talk, rest.join(" "));
    else talk.write(`  There is no ${plain(word)}. /help shows what there is.\n`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    talk.write(`  ${talk.paint("red", "✗")} ${plainLines(error.message)}\n`);
    if (error.next) talk.write(`    ${plainLines(error.next)}\n`);
  }
  return true;
}

async function question(talk: Talk, text: string): Promise<void> {
  const { chat: thread, flags } = talk;
  const stop = new AbortController();
  // From now on: what a router makes of the question is waited for, too.
  talk.asking = { cancel: () => stop.abort(new AppError("interrupted", "The run was interrupted.")) };
  try {
    await answer(talk, await thread.ask(text, { ...flags, ...modelOptions(flags), signal: stop.signal }));
  } finally {
    delete talk.asking;
  }
}

async function answer({ chat: thread, flags, paint, write }: Talk, turn: Turn): Promise<void> {
  if (turn.kind === "unclear") {
    const named = turn.candidates.slice(0, 10).map(plain).join(", ");
    write(`  ${plain(turn.why)}${named === "" ? "" : ` Which one: ${named}?`} Ask again with its name.\n`);
    return;
  }
  if (turn.kind === "evidence") {
    write(await evidence(thread, 1, paint));
    return;
  }
  if (turn.understood !== undefined) write(paint("dim", `  understood as: ${plain(turn.understood)}\n`));
  const progress = new Progress(write, paint);
  for await (const event of turn.asking) progress.on(event);
  const record = await turn.asking.record;
  if (flags.json) printJson(record);
  else write(showAnswer(record, paint, {}));
}

/** Two interrupts by one key press count once, as elsewhere. */
function interrupter(talk: Talk, leave: () => void): () => void {
  const last = { at: -Infinity, asked: false };
  return () => {
    const now = performance.now();
    if (now - last.at < 100) return;
    last.at = now;
    const { asking } = talk;
    if (asking && asking !== talk.interrupted) {
      talk.interrupted = asking;
      asking.cancel();
      talk.write("\n  interrupted; once more leaves the chat\n");
      last.asked = false;
      return;
    }
    if (asking || last.asked) {
      leave();
      if (asking) process.exit(130);
      return;
    }
    last.asked = true;
    talk.write("\n  once more, or /quit, leaves the chat\n");
  };
}

function readHistory(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

/** A history that cannot be kept is no fault. */
function writeHistory(file: string, history: readonly string[]): void {
  try {
    writeFileSync(file, `${history.slice(0, mostHistory).join("\n")}\n`, { mode: 0o600 });
    // An older file keeps its mode when it is written to.
    chmodSync(file, 0o600);
  } catch {
    // said above
  }
}
