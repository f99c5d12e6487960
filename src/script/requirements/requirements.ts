import type { Diagnostic } from "../../core/script.ts";
import { lookalike } from "./lookalike.ts";
import { shippedPackages } from "./shipped-packages.ts";

export interface CheckedRequirements {
  /** Names of the accepted packages that ship, normalized (PEP 503). */
  readonly accepted: readonly string[];
  /** Lines for packages that do not ship and that the user allows: name and versions, nothing else. */
  readonly wanted: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks the lines of a requirements.txt (PEP 508): shipped packages, and those of `allowed`, by name and version. What names another source
 * (URLs, paths, indexes, files, options, the environment), extras, and names that imitate known ones are refused, each with its own rule.
 */
export function checkRequirements(
  lines: readonly string[],
  { allowed = [] }: { allowed?: readonly string[] } = {},
): CheckedRequirements {
  const permitted = new Set(allowed.map(normalName));
  const results = joined(lines).map(({ text, line }) => checkLine(text, line, permitted));
  return {
    accepted: [...new Set(results.flatMap(({ accepted }) => accepted ?? []))].toSorted(),
    wanted: [...new Set(results.flatMap(({ wanted }) => wanted ?? []))].toSorted(),
    diagnostics: results.flatMap(({ diagnostic }) => diagnostic ?? []),
  };
}

/** PEP 503 */
export const normalName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, "-");

/** The name of a checked requirement. */
export const nameIn = (requirement: string): string => normalName(/^[\w.-]+/.exec(requirement)?.[0] ?? "");

/** Lines that end in a backslash go on in the next one. */
function joined(lines: readonly string[]): readonly { readonly text: string; readonly line: number }[] {
  const found: { text: string; line: number }[] = [];
  const open: { text?: string; line: number } = { line: 1 };
  for (const [index, written] of lines.flatMap((text) => text.split(/\r\n|\r|\n/)).entries()) {
    if (open.text === undefined) open.line = index + 1;
    const text = (open.text ?? "") + written;
    if (text.endsWith("\\")) open.text = text.slice(0, -1);
    else {
      found.push({ text, line: open.line });
      delete open.text;
    }
  }
  return open.text === undefined ? found : [...found, { text: open.text, line: open.line }];
}

interface CheckedLine {
  readonly accepted?: string;
  readonly wanted?: string;
  readonly diagnostic?: Diagnostic;
}

interface Refusal {
  readonly rule: string;
  readonly applies: (text: string) => boolean;
  readonly why: (text: string) => string;
}

const firstWord = (text: string): string => text.split(/[\s=]/)[0] ?? text;

/** In this order: the first that applies is said. */
const refusals: readonly Refusal[] = [
  {
    rule: "requirement-include",
    applies: (text) => /^(-r|-c|--requirement|--constraint)\b/.test(text),
    why: (text) =>
      `${firstWord(text)} leads to another file, which nobody has checked. Write its lines here.`,
  },
  {
    rule: "requirement-index",
    applies: (text) =>
      /^(-i|-f|--index-url|--extra-index-url|--find-links|--no-index|--trusted-host|--pypi-url)\b/.test(text),
    why: (text) =>
      `${firstWord(text)} names another source of packages. Which index is asked is the machine's to say (/etc/pip.conf).`,
  },
  {
    rule: "requirement-editable",
    applies: (text) => /^(-e|--editable)\b/.test(text),
    why: () => "An editable installation runs code from a folder or a repository. Name a released package.",
  },
  {
    rule: "requirement-option",
    applies: (text) => text.startsWith("-"),
    why: (text) => `Options of pip are not taken here: remove ${firstWord(text)}.`,
  },
  {
    rule: "requirement-environment",
    applies: (text) => /\$\{?\w|%\w+%/.test(text),
    why: () => "A requirement does not read the environment: write the name and the version out.",
  },
  {
    rule: "requirement-vcs",
    applies: (text) => /\b(git|hg|svn|bzr)\+|^git@|\.git\b/i.test(text),
    why: (text) => `${text} is built from a repository, which runs its code. Name a released package.`,
  },
  {
    rule: "requirement-url",
    applies: (text) => /:\/\/|^file:|\s@\s|^[\w.-]+(\[[^\]]*\])?\s*@/i.test(text),
    why: (text) =>
      `${text} is fetched from a place of its own, past the index and its hashes. Name a released package.`,
  },
  {
    rule: "requirement-archive",
    applies: (text) =>
      /\.(whl|zip|tar|tar\.gz|tgz|tar\.bz2|tar\.xz|egg)$/i.test(text.split(/[;\s]/)[0] ?? ""),
    why: (text) => `${text} is an archive on this machine. Name a released package.`,
  },
  {
    rule: "requirement-path",
    applies: (text) => /^[./~\\]|^[a-z]:\\|\//i.test(text),
    why: (text) => `${text} is a path on this machine. Name a released package.`,
  },
  {
    rule: "requirement-name",
    // oxlint-disable-next-line no-control-regex -- exactly the characters of ASCII
    applies: (text) => /[^\x00-\x7f]/.test(text),
    why: (text) => `${text} holds letters beyond ASCII, which look like others. No package is called so.`,
  },
  {
    rule: "requirement-extra",
    applies: (text) => /^[\w.-]+\s*\[/.test(text),
    why: (text) =>
      `Extras bring packages that the line does not name: leave ${/\[[^\]]*\]?/.exec(text)?.[0] ?? "[…]"} out and name what is needed.`,
  },
];

const version = String.raw`(?:===|==|~=|!=|<=|>=|<|>)\s*[\w.*+!-]+`;
const requirement = new RegExp(
  String.raw`^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(\(?\s*(?:${version}(?:\s*,\s*${version})*)?\s*,?\s*\)?)\s*(;.*?)?((?:\s+--hash=sha256:[0-9a-f]{64})*)$`,
);

function checkLine(written: string, line: number, permitted: ReadonlySet<string>): CheckedLine {
  const text = written.replace(/(^|\s)#.*$/, "").trim();
  if (text === "") return {};
  if (text.length > 1000)
    return refused(line, "requirement-syntax", "The line is too long for a requirement.");
  const refusal = refusals.find(({ applies }) => applies(text));
  if (refusal !== undefined) return refused(line, refusal.rule, refusal.why(text));
  const parts = requirement.exec(text);
  const name = parts?.[1];
  if (parts === null || name === undefined)
    return refused(
      line,
      "requirement-syntax",
      `${text} is not a requirement (PEP 508): write name==version.`,
    );
  const normal = normalName(name);
  if (Object.hasOwn(shippedPackages, normal)) return { accepted: normal };
  const near = lookalike(normal);
  if (near !== undefined) {
    const message = `${name} is not ${near}, only named like it: packages named so have carried malware.`;
    return refused(line, "requirement-typosquat", message, near);
  }
  if (permitted.has(normal))
    return {
      wanted: `${normal}${(parts[2] ?? "").replaceAll(/[\s()]/g, "")}${(parts[3] ?? "").trim()}${parts[4] ?? ""}`,
    };
  const message = `${name} is not part of the sandbox. Scripts have ${Object.keys(shippedPackages).join(", ")} and Python's own modules; --allow-packages ${normal} brings more.`;
  return refused(line, "requirement-unknown", message);
}

function refused(line: number, rule: string, message: string, suggestion?: string): CheckedLine {
  return {
    diagnostic: {
      rule,
      kind: "requirements",
      severity: "error",
      line,
      message,
      fixed: false,
      ...(suggestion !== undefined && { suggestion }),
      references: references[rule] ?? ["CWE-829"],
    },
  };
}

/** CWE-1357: an untrustworthy component; CWE-829: functionality from an untrusted place; CWE-1007: letters that look alike. */
const references: { readonly [rule: string]: string[] } = {
  "requirement-typosquat": ["CWE-1357", "CWE-1007"],
  "requirement-unknown": ["CWE-1357"],
  "requirement-name": ["CWE-1007"],
  "requirement-syntax": ["CWE-20"],
  "requirement-environment": ["CWE-15"],
};
