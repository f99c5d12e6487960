import type { Diagnostic } from "../../core/script.ts";
import { bannedApis } from "./ruff-settings.ts";

/** A finding of ruff, as it crosses the thread boundary. */
export interface RuffFinding {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

type Judged = Pick<Diagnostic, "kind" | "severity"> & { readonly references?: readonly string[] };

/** Pyflakes and pylint findings that mean the script crashes or does not do what it says. */
const broken =
  /^(F402|F404|F50[1-9]|F52[1-4]|F62[12]|F63[1-4]|F70[1-7]|F722|F811|F82[1-3]|PLE\d+|B005|B012|B023|B026|B904)$/;

const failsForSure =
  /^(F404|F50[1-9]|F52[1-4]|F62[12]|F63[34]|F70[1-7]|F82[123]|PLE0(100|101|115|116|117|118|237|241|307|604|605|643)|PLE1(132|142|205|206|300|307|310|507|519|520|700))$/;

/** Bandit's rules that matter where a script has neither network nor shell. Bandit calls the rest low, and so do we. */
const security: { readonly [code: string]: Judged } = {
  S102: { kind: "security", severity: "error", references: ["CWE-94"] },
  S307: { kind: "security", severity: "error", references: ["CWE-95"] },
  S301: { kind: "security", severity: "warning", references: ["CWE-502"] },
  S302: { kind: "security", severity: "warning", references: ["CWE-502"] },
  S501: { kind: "security", severity: "error", references: ["CWE-295", "SEC09-BP02"] },
  S323: { kind: "security", severity: "error", references: ["CWE-295", "SEC09-BP02"] },
  S506: { kind: "security", severity: "warning", references: ["CWE-20"] },
  S602: { kind: "security", severity: "error", references: ["CWE-78"] },
  S605: { kind: "security", severity: "error", references: ["CWE-78"] },
  S606: { kind: "security", severity: "error", references: ["CWE-78"] },
  S310: { kind: "security", severity: "error", references: ["CWE-918"] },
  S701: { kind: "security", severity: "warning", references: ["CWE-79"] },
};

/** What CWE a low finding of Bandit's stands for, where it has one. */
const lowReferences: { readonly [code: string]: readonly string[] } = {
  S105: ["CWE-259", "SEC02-BP03"],
  S106: ["CWE-259", "SEC02-BP03"],
  S107: ["CWE-259", "SEC02-BP03"],
  S108: ["CWE-377"],
  S113: ["CWE-400", "REL05-BP05"],
  S110: ["CWE-703"],
  S112: ["CWE-703"],
  S311: ["CWE-330"],
  S324: ["CWE-327"],
  S608: ["CWE-89"],
  S603: ["CWE-78"],
  S607: ["CWE-78"],
  S101: ["CWE-703"],
};

/** Ruff's finding as a diagnostic of ours: an error only where the script fails or reaches out, style is information. */
export function judge(finding: RuffFinding, fixed: boolean): Diagnostic {
  const { references, ...judged } = judgementOf(finding);
  return {
    rule: finding.code,
    ...judged,
    line: finding.line,
    message: finding.message,
    fixed,
    ...(references !== undefined && { references: [...references] }),
  };
}

function judgementOf({ code, message }: RuffFinding): Judged {
  if (code === "invalid-syntax" || code === "E999") return { kind: "syntax", severity: "error" };
  if (code === "TID251") return { kind: "security", severity: "error", references: referencesOf(message) };
  if (code === "F821") return { kind: "import", severity: "error" };
  if (code.startsWith("S")) {
    const low = lowReferences[code];
    return (
      security[code] ?? { kind: "security", severity: "info", ...(low !== undefined && { references: low }) }
    );
  }
  if (failsForSure.test(code)) return { kind: "syntax", severity: "error" };
  if (code === "F811" || code === "B904") return { kind: "style", severity: "info" };
  return { kind: "style", severity: broken.test(code) ? "warning" : "info" };
}

function referencesOf(message: string): readonly string[] {
  const name = /^`([^`]+)`/.exec(message)?.[1] ?? "";
  for (let path = name; path !== ""; path = path.slice(0, Math.max(0, path.lastIndexOf(".")))) {
    const banned = bannedApis[path];
    if (banned !== undefined) return banned.references;
  }
  return ["CWE-693"];
}
