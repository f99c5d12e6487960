/** The tags of a page in their order, with the names of their attributes, read as a browser's tokenizer would: every `<` before a letter, `/` or `!` begins one. */
export function tagsOf(html: string): readonly string[] {
  return [...html.matchAll(/<([a-z!/?][^\s>/]*)((?:[^>"']|"[^"]*"|'[^']*')*)>?/gi)].map(
    ([, name = "", attributes = ""]) =>
      `${name.toLowerCase()} ${[
        ...attributes.matchAll(/([^\s"'>/=]+)\s*(?:=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?/g),
      ]
        .map(([, attribute = ""]) => attribute)
        .join(" ")}`,
  );
}

/**
 * What in a Markdown text would be markup: escaped characters, code spans and fenced code taken out, the rest reduced to Markdown's own characters and to links that readers
 * make of plain addresses. One entry a line, so that another number of lines shows too.
 */
export function markupOf(markdown: string): readonly string[] {
  const lines = markdown.split("\n");
  const out: string[] = [];
  let fenced = false;
  for (const line of lines) {
    if (/^\s*(?:```|~~~)/.test(line)) {
      fenced = !fenced;
      out.push("fence");
    } else if (fenced) out.push("code");
    else out.push(lineMarkup(line));
  }
  return out;
}

function lineMarkup(line: string): string {
  const bare = withoutLiterals(line).replaceAll(/https?:\/\/|www\.|mailto:|(?<!\w)@\w/gi, "→");
  const kept = bare.replaceAll(/[^¤→`*_[\]()<>|#!&~]/g, "").replaceAll(/(?<=.)[()]/g, "");
  return kept + (/^\s*(?:[-+=]|\d+[.)])/.test(bare) ? " begins" : "");
}

/** Left to right as CommonMark reads: a backslash makes the next mark literal, a run of backticks begins code up to the next run of that length. */
function withoutLiterals(line: string): string {
  const out: string[] = [];
  let at = 0;
  while (at < line.length) {
    const rest = line.slice(at);
    const ticks = /^`+/.exec(rest)?.[0];
    const end = ticks && new RegExp(`(?<!\`)${ticks}(?!\`)`).exec(rest.slice(ticks.length));
    if (/^\\[!-/:-@[-`{-~]/.test(rest)) {
      out.push("¶");
      at += 2;
    } else if (ticks && end) {
      out.push("¤");
      at += ticks.length * 2 + end.index;
    } else {
      out.push(rest[0] ?? "");
      at += 1;
    }
  }
  return out.join("");
}
