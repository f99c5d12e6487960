import { blinded, knownSecret } from "./known-secrets.ts";
import { isSecretName } from "./secret-names.ts";

/**
 * Secrets in free text that stand after their own name: `password=…`, `"token": "…"` (in JSON within JSON too), `--password …`, `<password>…</password>`, `password: …`,
 * `the password is …`. One pass from left to right; each name looks at a bounded piece of text, so that no text takes long.
 */
export function withoutAssigned(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { index, 0: word } of text.matchAll(keyword)) {
    if (index < at) continue;
    const found = secretAfter(text, Math.max(at, index - 60), index, index + word.length);
    if (!found) continue;
    parts.push(text.slice(at, found.from), blinded);
    at = found.to;
  }
  return at === 0 ? text : parts.join("") + text.slice(at);
}

const keyword =
  /pass(?:word|wort|wd|phrase|code)?|pwd|secret|token|(?:api|access|account|auth|private|encryption|signing|shared|license|master|session|storage)[_-]?key|credential|authorization/gi;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function secretAfter(text: string, earliest: number, begin: number, end: number): Stretch | undefined {
  let start = begin;
  while (start > earliest && /[\w.-]/.test(text[start - 1] ?? "")) start -= 1;
  const tail = stickyAt(/[\w-]{0,40}/y, text, end)?.[0] ?? "";
  const name = text.slice(start, end + tail.length);
  if (!isSecretName(name.replace(/^-+/, ""))) return undefined;
  return valueAfter(text, { name, start, end: end + tail.length });
}

interface Named {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function valueAfter(text: string, { name, start, end }: Named): Stretch | undefined {
  const before = text[start - 1] ?? "";
  if (before === "<" && text[end] === ">") return upTo(text, end + 1, /</g);
  const flag = name.startsWith("-") && /[\s"'[,=]/.test(before === "" ? " " : before);
  const spaced = flag ? stickyAt(/(?:\s{1,4}|["'],\s{0,4}(?=["']))(?!-)/y, text, end) : undefined;
  if (spaced) return checked(text, valueAt(text, end + spaced[0].length), isAnything);
  const assigns = stickyAt(/(?:\\{0,31}["'`\]])?\s{0,4}(?:=>|:=|=(?!=)|:(?=\S|\s))\s{0,8}/y, text, end);
  if (assigns) return assigned(text, assigns[0], { name, start, end }, before);
  const told = stickyAt(/\s(?:is|was|ist|lautet)(?::|\s|\sset\sto\s)\s{0,2}/y, text, end);
  if (told) return checked(text, valueAt(text, end + told[0].length), hasDigitOrSign);
  // A .netrc line.
  if (/\blogin\s+\S{1,100}\s+$/.test(text.slice(Math.max(0, start - 120), start)))
    return checked(text, valueAt(text, end + 1), isAnything);
  return undefined;
}

function assigned(text: string, sign: string, { start, end }: Named, before: string): Stretch | undefined {
  const value = valueAt(text, end + sign.length);
  const colon = sign.includes(":") && !sign.includes("=");
  if (!value.quoted && isExpression(text, value.from)) return undefined;
  if (!colon || value.quoted)
    return isReference(text, start, colon) ? undefined : checked(text, value, isAnything);
  if (/^[[{(]|^[\w.]{1,60}\(/.test(text.slice(value.from, value.from + 64))) return undefined;
  // A bare word after a colon may be prose, and `secret:` may be a part of an ARN.
  if (before === ":" || (before === "/" && /\barn:\S*$/.test(text.slice(Math.max(0, start - 200), start))))
    return undefined;
  if (/["'`]/.test(sign)) return checked(text, value, isAnything);
  const alone = /(?:^|\n|\\n|["'])[ \t]*(?:- )?$/.test(text.slice(Math.max(0, start - 80), start));
  if (alone) return checked(text, lineAt(text, value.from), isNoRemark);
  return checked(text, value, isUnlikeProse);
}

/** `page["NextToken"]`, `boto3.client("secretsmanager")`: `dumps({"secrets": names})`: what a program calls or looks up; blinded, it would be no program any more. */
function isExpression(text: string, from: number): boolean {
  return stickyAt(/[A-Za-z_][\w.]{0,60}[([]\\{0,3}["']|[a-z_]{1,40}\}\)/y, text, from) !== null;
}

/** `aws:TokenIssueTime`, `secretsmanager:SecretId`: a condition key or an ARN, not a name of a secret. */
function isReference(text: string, start: number, colon: boolean): boolean {
  return colon && /[a-z0-9]:$/i.test(text.slice(Math.max(0, start - 2), start));
}

interface Value extends Stretch {
  readonly quoted: boolean;
}

/** The value that begins here: to its closing quote, at the same depth of escaping, or to where a bare word ends. */
function valueAt(text: string, from: number): Value {
  const open = stickyAt(/(\\{0,31})(["'`])/y, text, from);
  if (open) {
    const [whole, slashes = "", quote = ""] = open;
    const to = closingQuote(text, from + whole.length, quote, slashes.length);
    if (to !== undefined) return { from: from + whole.length, to, quoted: true };
  }
  // An `&` ends it where the next parameter of a link begins.
  const bare = /(?:[^\s"'`&;,<>)}\]\\]|&(?![\w.%-]{1,64}=)){0,4096}/y;
  const end = stickyAt(bare, text, from)?.[0].length ?? 0;
  return { from, to: from + end, quoted: false };
}

/** A quote written with n backslashes is closed by one with n, where 2(n + 1) more are so many escaped backslashes (JSON in JSON). */
function closingQuote(text: string, from: number, quote: string, slashes: number): number | undefined {
  const most = Math.min(text.length, from + 4096);
  let run = 0;
  for (let at = from; at < most; at += 1) {
    const character = text[at];
    if (character === quote && run % (2 * (slashes + 1)) === slashes) return at - slashes;
    run = character === "\\" ? run + 1 : 0;
  }
  return undefined;
}

function lineAt(text: string, from: number): Value {
  const line = stickyAt(/[^\n\r\\"']{0,4096}/y, text, from)?.[0] ?? "";
  return { from, to: from + line.replace(/\s+(?:#.*)?$/, "").length, quoted: false };
}

function upTo(text: string, from: number, stop: RegExp): Stretch | undefined {
  stop.lastIndex = from;
  const found = stop.exec(text.slice(0, from + 4096));
  return found ? checked(text, { from, to: found.index, quoted: true }, isAnything) : undefined;
}

function checked(text: string, { from, to }: Value, counts: (value: string) => boolean): Stretch | undefined {
  const value = text.slice(from, to);
  return value === "" || isPlainSecret(value) || isPlaceholder(value) || !counts(value)
    ? undefined
    : { from, to };
}

const isAnything = (value: string) => value.length >= 3;
const hasDigitOrSign = (value: string) => value.length >= 6 && /[\d!@#$%^&*+=]/.test(value);
const isUnlikeProse = (value: string) =>
  value.length >= 6 && (/[\d!@#$%^&*+/=]/.test(value) || !isWords(value)) && !isPlainWord(value);
const isNoRemark = (value: string) =>
  value.length >= 6 && !isPlainWord(value) && (!/\s/.test(value) || /^\S*\d\S*(?:\s\S+){0,3}$/.test(value));

/** Letters that change their case as words do: `ExpiredToken`, not `cPIlMWmZ`. */
function isWords(value: string): boolean {
  const parts = value.split(/(?<=[a-z])(?=[A-Z])|[-_.]/);
  return /^[A-Za-z_.-]+$/.test(value) && value.length / parts.length >= 3.5;
}

function isPlainWord(value: string): boolean {
  return /^(?:is |not |has |was |no )?(?:expired|invalid|missing|required|incorrect|wrong|denied|failed|failure|unknown|empty|rotated|changed|optional|default|validation|rejected|accepted|updated|created|deleted|disabled|mismatch|redacted|hidden|active|inactive|basic|bearer|digest|AWS4-HMAC-SHA256|string|number|boolean|object|not found|unset)[.!]?$/i.test(
    value.trim(),
  );
}

/** What stands for a value that is resolved or masked elsewhere. */
function isPlaceholder(value: string): boolean {
  return (
    /^(?:\$\{[^}]*\}?|\$\([^)]*\)?|\$[A-Z_][A-Z0-9_]*|\{\{.*|%[A-Z_]+%|!(?:Ref|Sub|GetAtt|ImportValue)\b.*|\*+|x{3,}|\[?redacted\]?)$/i.test(
      value.trim(),
    ) || value.includes(blinded)
  );
}

/** A date or time in ISO 8601. */
export const moment =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** What stays readable even under a secret's name: `DB_PASSWORD=` and `USE_TOKEN_AUTH=true` explain faults, `Sup3r.Secret` only looks like a host. */
export function isPlainSecret(value: string): boolean {
  return (
    /^(?:|true|false|yes|no|on|off|none|null|nil|undefined|enabled|disabled|\d{1,4})$/i.test(value.trim()) ||
    moment.test(value.trim()) ||
    (/^(?:arn:|[a-z][a-z0-9+.-]*:\/\/|\{\{|\$|!Ref|AWS::)/i.test(value) && isPlainForm(value))
  );
}

function isPlainForm(value: string): boolean {
  return (
    !knownSecret.test(value) &&
    (/^arn:aws[\w-]*:[\w-]+:[\w-]*:(?:\d{12}|aws|cloudfront)?:[^\s?]+$/.test(value) ||
      /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s@?#]*$/i.test(value) ||
      /^(?:\{\{resolve:[^}]*\}\}|\$\{[^}]*\}|\$\.[\w.[\]$]*|\$\$\.[\w.]*|!Ref \w+|AWS::[\w:]+)$/.test(value))
  );
}

function stickyAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}
