import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { writeRunFolder } from "../../src/app/runs/write-run-folder.ts";
import { Progress } from "../../src/cli/show/progress.ts";
import { paintFor } from "../../src/cli/show/paint.ts";
import { showAnswer } from "../../src/cli/show/show-answer.ts";
import { shellLine } from "../../src/core/text/shell-line.ts";
import { visibleJson } from "../../src/core/text/visible.ts";
import { misreadWord } from "../../src/diagnose/misread-word.ts";
import { renderHtml } from "../../src/report/render-html.ts";
import { renderMarkdown } from "../../src/report/render-markdown.ts";
import { hostileRun } from "../../tests/red-team/hostile-run.ts";
import type { HostileRun } from "../../tests/red-team/hostile-run.ts";
import { payloads } from "../../tests/red-team/payloads.ts";
import type { Attempt, Family } from "./attempt.ts";
import { openInBrowser } from "./browser.ts";
import { markupOf, tagsOf } from "./markup.ts";

/** What a terminal, an editor or a reader would obey or not see; written out anew here, not taken from the product. */
const obeyed =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff]|[\ufe00-\ufe0d]|[\u{e0000}-\u{e0fff}]|(?:[\ud800-\udbff](?![\udc00-\udfff]))|(?:(?<![\ud800-\udbff])[\udc00-\udfff])/u;

const harmless = "harmless";

/** One surface where a name is shown. `wrong` says what a payload did to it; `raw` is the surface without its guard. */
interface Surface {
  readonly name: string;
  wrong(text: string): string | undefined;
  raw?(text: string): string | undefined;
}

function terminalText({ record, events }: HostileRun): string {
  const paint = paintFor(process.stdout);
  const written: string[] = [];
  const progress = new Progress(
    (text) => written.push(text),
    Object.assign((_style: unknown, text: string) => text, { colour: false, columns: 100 }),
  );
  for (const event of events) progress.on(event);
  return (
    written.join("") +
    showAnswer(
      record,
      Object.assign((_style: unknown, text: string) => text, { colour: false, columns: paint.columns }),
      {},
    )
  );
}

const forged = /^\s*(?:●\s*)?No fault found/m;
const onTerminal = (text: string): string | undefined => {
  if (obeyed.test(text.replaceAll("\n", ""))) return "a control or invisible character";
  return forged.test(text) ? "a line that looks like ours" : undefined;
};

const pages = { html: tagsOf(htmlOf(harmless)), markdown: markupOf(markdownOf(harmless)) };

function inputOf({ record, events }: HostileRun) {
  return { record, verdicts: events.flatMap((event) => (event.kind === "verdict" ? [event] : [])) };
}
function htmlOf(text: string): string {
  return renderHtml(inputOf(hostileRun(text)));
}
function markdownOf(text: string): string {
  return renderMarkdown(inputOf(hostileRun(text)));
}

const surfaces: readonly Surface[] = [
  {
    name: "terminal",
    wrong: (text) => onTerminal(terminalText(hostileRun(text))),
    raw: (text) => onTerminal(`  ● ${text}`),
  },
  {
    name: "page",
    wrong: (text) => pageWrong(htmlOf(text)),
    raw: (text) => pageWrong(htmlOf(harmless).replaceAll(harmless, () => text)),
  },
  {
    name: "Markdown",
    wrong: (text) => markdownWrong(markdownOf(text)),
    raw: (text) => markdownWrong(markdownOf(harmless).replaceAll(harmless, () => text)),
  },
  {
    name: "JSON and event lines",
    wrong: (text) => jsonWrong(hostileRun(text), visibleJson),
    raw: (text) => jsonWrong(hostileRun(text), (value) => JSON.stringify(value)),
  },
  { name: "run folder", wrong: folderWrong },
  {
    name: "shell command",
    wrong: (text) => shellWrong(text, shellLine),
    raw: (text) => shellWrong(text, (words) => words.join(" ")),
  },
  {
    name: "AWS CLI argument",
    wrong: (text) =>
      steers(text) && misreadWord(["aws", "x", "y", "--name", text]) === undefined
        ? "it is shown as a command"
        : undefined,
    raw: (text) => (steers(text) ? "it is shown as a command" : undefined),
  },
];

/** By the AWS CLI's own rules: an option where a value was meant, or the content of a local file. */
function steers(text: string): boolean {
  return /^--[^\s=]+=/.test(text) || /^file(?:b)?:\/\//.test(text);
}

function pageWrong(html: string): string | undefined {
  const tags = tagsOf(html);
  if (!isDeepStrictEqual(tags, pages.html))
    return `other markup: ${tags.find((tag, at) => tag !== pages.html[at])}`;
  return obeyed.test(html.replaceAll("\n", "")) ? "an invisible character" : undefined;
}

function markdownWrong(text: string): string | undefined {
  const markup = markupOf(text);
  if (!isDeepStrictEqual(markup, pages.markdown))
    return `other markup: ${markup.find((line, at) => line !== pages.markdown[at])?.slice(0, 100)}`;
  return obeyed.test(text.replaceAll("\n", "")) ? "an invisible character" : undefined;
}

function jsonWrong({ record, events }: HostileRun, write: (value: unknown) => string): string | undefined {
  for (const value of [record, ...events]) {
    const line = write(value);
    if (line.includes("\n") || obeyed.test(line)) return "a character that is obeyed or hidden";
    if (!isDeepStrictEqual(JSON.parse(line), JSON.parse(JSON.stringify(value)))) return "another value";
  }
  return undefined;
}

function folderWrong(text: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-names-"));
  try {
    const { record, events } = hostileRun(text);
    writeRunFolder(join(folder, "out"), record, events);
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const files = names.filter((name) => statSync(join(folder, name)).isFile());
    if (names.some((name) => !/^[\w./-]+$/.test(name))) return "a file name";
    if (files.length !== 9) return `${files.length} files`;
    const shown = files.filter((name) => !name.endsWith("main.py") && !name.endsWith("requirements.txt"));
    const bad = shown.find((name) =>
      obeyed.test(readFileSync(join(folder, name), "utf8").replaceAll("\n", "")),
    );
    return bad === undefined ? undefined : `an invisible character in ${bad}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a shell makes of the line, against the words that were meant. */
function shellWrong(text: string, write: (words: readonly string[]) => string): string | undefined {
  const meant = text.replaceAll("\u0000", "\ufffd").toWellFormed();
  if (text.length > 10_000) return undefined;
  const line = write(["printf", "%s\\0", "x", text, "y"]);
  if (write === shellLine && obeyed.test(line)) return "an invisible character";
  if (line.includes("\u0000")) return "NUL cuts the line";
  const ran = spawnSync("/bin/bash", ["--norc", "-c", line], {
    encoding: "utf8",
    env: { LC_ALL: "C.UTF-8", PATH: "/nowhere" },
  });
  return ran.stdout === `x\0${meant}\0y\0`
    ? undefined
    : `the shell read ${JSON.stringify(ran.stdout.slice(0, 80))}`;
}

/** Every payload on every surface. A surface counts where the payload does something to it unguarded, and as one attempt each in any case. */
export const names: Family = {
  name: "names as payload",
  about: "text from the account on a terminal, in a page, in Markdown, in JSON, in files, in a command",
  attack: async (report) => {
    const attempts = surfaces.flatMap((surface): Attempt[] =>
      payloads.map(([kind, text]) => {
        const wrong = surface.wrong(text);
        const open = surface.raw?.(text) !== undefined;
        return {
          name: `${kind}: ${surface.name}`,
          escaped: wrong !== undefined,
          ...(open && { succeedsWithout: true }),
          ...(wrong !== undefined && { detail: wrong }),
        };
      }),
    );
    report(`${payloads.length} payloads on ${surfaces.length} surfaces`);
    return [...attempts, ...(await openInBrowser())];
  },
};
