import type { Diagnostic } from "../core/script.ts";
import { distance } from "./nearest-name.ts";

/** Packages that the product's Python environment ships for scripts, and the modules that they give. */
export const shippedPackages: { readonly [name: string]: readonly string[] } = {
  boto3: ["boto3"],
  botocore: ["botocore"],
  jmespath: ["jmespath"],
  "python-dateutil": ["dateutil"],
  s3transfer: ["s3transfer"],
  urllib3: ["urllib3"],
  six: ["six"],
};

export interface CheckedRequirements {
  /** Names of the accepted packages, normalized (PEP 503). */
  readonly accepted: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks the lines of a requirements.txt: only shipped packages by name; no URLs, paths, archives or options. */
export function checkRequirements(lines: readonly string[]): CheckedRequirements {
  const results = lines
    .flatMap((text) => text.split(/\r?\n/))
    .map((text, index) => checkLine(text, index + 1));
  return {
    accepted: [...new Set(results.flatMap(({ accepted }) => accepted ?? []))].toSorted(),
    diagnostics: results.flatMap(({ diagnostic }) => diagnostic ?? []),
  };
}

interface CheckedLine {
  readonly accepted?: string;
  readonly diagnostic?: Diagnostic;
}

function checkLine(written: string, line: number): CheckedLine {
  const text = written.replace(/(^|\s)#.*$/, "").trim();
  if (text === "") return {};
  if (text.startsWith("-"))
    return refused(
      line,
      "requirement-option",
      `Options like ${text.split(/\s/)[0]} are not taken: they name other sources.`,
      ["CWE-829"],
    );
  if (/:\/\/|^git\+|^file:|@\s|^[./~\\]|^[a-z]:\\/i.test(text)) {
    return refused(
      line,
      "requirement-source",
      `${text} is fetched from a place of its own: name a shipped package instead.`,
      ["CWE-829"],
    );
  }
  if (/\.(whl|zip|tar|tar\.gz|tgz|tar\.bz2|egg)$/i.test(text))
    return refused(line, "requirement-archive", `${text} is an archive: name a shipped package instead.`, [
      "CWE-829",
    ]);
  const name =
    /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?\s*((?:===|==|~=|!=|<=|>=|<|>)[^;]*)?(;.*)?$/.exec(
      text,
    )?.[1];
  if (name === undefined)
    return refused(line, "requirement-syntax", `${text} is not a requirement (PEP 508).`, []);
  const normal = name.toLowerCase().replaceAll(/[-_.]+/g, "-");
  if (Object.hasOwn(shippedPackages, normal)) return { accepted: normal };
  const near = Object.keys(shippedPackages).find((shipped) => looksLike(normal, shipped));
  if (near !== undefined) {
    return refused(
      line,
      "requirement-typosquat",
      `${name} is not ${near}, only named like it: packages named so have carried malware.`,
      ["CWE-1357"],
      near,
    );
  }
  return refused(
    line,
    "requirement-unknown",
    `${name} is not part of the sandbox. Scripts have ${Object.keys(shippedPackages).join(", ")} and Python's own modules.`,
    ["CWE-1357"],
  );
}

function looksLike(name: string, shipped: string): boolean {
  const plain = (text: string): string => text.replaceAll("-", "").replaceAll("0", "o").replaceAll("1", "l");
  return (
    plain(name) === plain(shipped) ||
    distance(name, shipped, 2) <= (shipped.length > 4 ? 2 : 1) ||
    (shipped === "python-dateutil" && name === "dateutil")
  );
}

function refused(
  line: number,
  rule: string,
  message: string,
  references: readonly string[],
  suggestion?: string,
): CheckedLine {
  return {
    diagnostic: {
      rule,
      kind: "requirements",
      severity: "error",
      line,
      message,
      fixed: false,
      ...(suggestion !== undefined && { suggestion }),
      ...(references.length > 0 && { references: [...references] }),
    },
  };
}
