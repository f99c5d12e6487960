import { basename } from "node:path";
import type { RehearsedSituation } from "../../core/record/rehearsal.ts";
import { AppError } from "../../core/errors.ts";
import { connect, onInterrupt, printJson } from "../connect.ts";
import type { CloudFlags } from "../connect.ts";
import { withGivenFile } from "../given-file.ts";
import { paintFor, plain } from "../show/paint.ts";
import { readScript } from "./script.ts";

export interface TestFlags extends Pick<CloudFlags, "region" | "json"> {
  readonly allow?: readonly string[];
  readonly save?: string;
}

const styles: { readonly [result in RehearsedSituation["result"]]: "green" | "yellow" | "red" } = {
  passed: "green",
  stopped: "green",
  doubtful: "yellow",
  crashed: "red",
  denied: "red",
  "unread-page": "red",
  "too-long": "red",
};

export async function test(file: string, flags: TestFlags): Promise<void> {
  const script = readScript(file);
  await using nepho = await connect(flags);
  const stop = new AbortController();
  const release = onInterrupt(() =>
    stop.abort(new AppError("interrupted", "The rehearsals were interrupted.")),
  );
  const options = {
    name: basename(file),
    ...(flags.allow && { allow: flags.allow }),
    ...(flags.save !== undefined && { save: flags.save }),
  };
  const result = await withGivenFile("Give --save a folder that can be written.", () =>
    nepho.testScript({ ...script, ...options }, { signal: stop.signal }),
  ).finally(release);
  stop.signal.throwIfAborted();
  if (!result.ok) process.exitCode = 1;
  if (flags.json) {
    printJson(result);
    return;
  }
  const paint = paintFor(process.stdout);
  for (const one of result.situations) {
    const name = one.turn === undefined ? one.situation : `${one.situation} ${one.turn + 1}`;
    const told = `${paint(styles[one.result], one.result.padEnd(11))} ${name.padEnd(10)} ${String(one.calls).padStart(3)} calls ${String(Math.round(one.ms)).padStart(5)} ms`;
    console.log(`  ${told}${one.text === undefined ? "" : `  ${plain(one.text)}`}`);
  }
  console.log(
    `  ${result.ok ? paint("green", "● holds") : paint("red", "● fails")} in ${result.situations.length} rehearsals`,
  );
  if (result.saved) console.log(`  ${plain(result.saved.command)}`);
}
