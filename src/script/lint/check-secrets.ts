import type { Diagnostic } from "../../core/script.ts";
import type { ParsedPython, Syntax } from "../syntax.ts";

/** Credentials by their own look, wherever they stand. The id of an access key is none: reads ask for it by name. */
const credential =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[abprs]-[A-Za-z0-9-]{20}|\bsk-(ant-|proj-)?[A-Za-z0-9_-]{32}|\bFwoGZXIvYXdzE|\bAIza[0-9A-Za-z_-]{35}\b|\bglpat-[A-Za-z0-9_-]{20}/;

/** What Bandit asks of names (B105), for the keys of dictionaries, which ruff leaves out. */
const secretName =
  /(^|_)(pas+wo?r?d|passphrase|pwd|secret|secret_?access_?key|api_?key|private_?key|auth_?token)(_|$)/i;

/** Credentials that stand in the text: in any string by their look, in a dictionary under a telling name. */
export function checkSecrets({ root, code }: ParsedPython): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const open: Syntax[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "string" && credential.test(code.slice(node.start, node.end)))
      found.push(
        said(
          node.line,
          "hard-coded-credential",
          "error",
          "A credential stands in the text. Scripts need none: remove it, and revoke it.",
        ),
      );
    if (node.type === "pair" && isSecretPair(node, code))
      found.push(
        said(
          node.line,
          "hard-coded-secret",
          "info",
          "This looks like a secret in the text. Scripts need none.",
        ),
      );
    open.push(...node.children);
  }
  return found;
}

function isSecretPair({ fields: { key, value } }: Syntax, code: string): boolean {
  if (key?.type !== "string" || value?.type !== "string") return false;
  const name = code.slice(key.start, key.end).replaceAll(/^\w*['"]|['"]$/g, "");
  return secretName.test(name) && value.end - value.start > 4;
}

function said(line: number, rule: string, severity: "error" | "info", message: string): Diagnostic {
  return {
    rule,
    kind: "security",
    severity,
    line,
    message,
    fixed: false,
    references: ["CWE-798", "SEC02-BP03"],
  };
}
