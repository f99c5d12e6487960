export const blinded = "«secret»";

/** Names that hold secrets, wherever they stand in the name (`DB_PASSWORD`, `apiKey`). */
const secretName =
  /pass(?:word|wd|phrase|code)|(?:^|[_\-.])(?:pass|pw|pwd|pat|dsn|salt|pin|jwt|auth|bearer|cert)(?:$|[_\-.])|secret|token|credential|private[_-]?key|(?:api|access|auth|account|license|encryption|signing|shared|master|service|session|hmac|aes|crypt\w*)[_-]?key|conn(?:ection)?[_-]?str(?:ing)?|webhook/i;
/** Names that say what is behind them is only about a secret: its name, place or kind. */
const aboutSecret =
  /(?:^|[_\-.a-z])(?:arns?|names?|ids?|identifier|path|prefix|host|hostname|port|region|urls?|uri|endpoint|issuer|ttl|timeout|expiry|expires|expiration|lifetime|length|type|version|versions|algorithm|enabled|provider|manager|store|table|bucket|queue|topic|alias|user|username|rotation|days|hours|minutes|seconds|count|limit|size|mode|method|header|scope|audience)$/i;

export function isSecretName(name: string): boolean {
  return secretName.test(name) && !aboutSecret.test(name.replace(/([a-z])([A-Z])/g, "$1_$2"));
}

/** Values that are no secret under any name: numbers, booleans, hosts, addresses, regions, ARNs, references, plain URLs. */
export function isPlainValue(value: string): boolean {
  const text = value.trim();
  return plainForms.some((form) => form.test(text)) && !knownSecret.test(text);
}

const plainForms: readonly RegExp[] = [
  /^$/,
  /^[-+]?\d{1,12}(?:\.\d{1,9})?(?:ms|s|m|h|d|%|[kmg]i?b?)?$/i,
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|enabled|disabled|required|optional|default|auto|info|debug|warn|warning|error|trace|production|prod|staging|stage|development|dev|test)$/i,
  /^arn:aws[\w-]*:[\w-]+:[\w-]*:(?:\d{12}|aws|cloudfront)?:[^\s?]+$/,
  /^[a-z]{2}(?:-[a-z]+)+-\d[a-z]?$/,
  // Hosts with a dot and letters, optionally with a port; addresses and CIDR ranges.
  /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]{2,24}\.?(?::\d{1,5})?(?:,(?:[a-z0-9-]+\.)+[a-z]{2,24}(?::\d{1,5})?)*$/i,
  /^(?:localhost|(?:\d{1,3}\.){3}\d{1,3})(?::\d{1,5}|\/\d{1,2})?$/,
  /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s@?#]*$/i,
  // References that something else resolves: CloudFormation, Step Functions, SSM, Secrets Manager.
  /^(?:\{\{resolve:[^}]*\}\}|\$\{[^}]*\}|\$\.[\w.[\]$]*|\$\$\.[\w.]*|!Ref \w+|AWS::[\w:]+)$/,
  /^(?:i|vpc|subnet|sg|eni|vol|ami|rtb|igw|nat|acl|vpce|tgw|eipalloc|lt|snap|fs|fsap|pl|asg|ou|o|r|p)-[0-9a-z]{4,32}$/,
];

const knownSecret =
  /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY|\beyJ[\w-]{8,2048}\.[\w-]{4,4096}\.[\w-]{0,2048}|\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|[sr]k_(?:live|test)_\w{10,}|sk-[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|AIza[\w-]{30,})/;

/** What stays readable even under a secret's name: `DB_PASSWORD=` and `USE_TOKEN_AUTH=true` explain faults, `Sup3r.Secret` only looks like a host. */
function isPlainSecret(value: string): boolean {
  return (
    /^(?:|true|false|yes|no|on|off|none|null|nil|undefined|enabled|disabled|\d{1,4})$/i.test(value.trim()) ||
    (/^(?:arn:|[a-z][a-z0-9+.-]*:\/\/|\{\{|\$|!Ref|AWS::)/i.test(value) && isPlainValue(value))
  );
}

/** A value as it may be shown, by the name it stands under: an environment variable, a parameter, a stage variable. */
export function redactNamed(name: string, value: string): string {
  const shown = isPlainValue(value) ? value : redactText(value);
  if (isSecretName(name)) return isPlainSecret(value) || keepsReadable(shown, value) ? shown : blinded;
  if (isPlainValue(value)) return value;
  if (/(?:^|[_\-.])key$|[a-z]Key$/.test(name) && /^[\w+/=-]{24,}$/.test(value)) return blinded;
  if (/^(?:Basic|Bearer) \S+$/i.test(value) || knownSecret.test(value) || looksRandom(value)) return blinded;
  return shown;
}

/** A URL or a document of which only parts are secret stays readable around them. */
function keepsReadable(shown: string, value: string): boolean {
  return shown !== value && /^[a-z][a-z0-9+.-]*:\/\//i.test(value) && !knownSecret.test(shown);
}

/** A key by its looks: long, one word, of three kinds of characters, with hardly a repeated one. */
export function looksRandom(value: string): boolean {
  if (value.length < 20 || value.length > 512 || /[\s:]/.test(value) || !/^[\w+/=.~!@#$%^&*-]+$/.test(value))
    return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(value)).length;
  // Words joined by dashes or slashes are names.
  const longest = Math.max(...value.split(/[-_./]/).map((part) => part.length));
  return kinds === 3 && longest >= 16 && entropyOf(value) > 3.7;
}

function entropyOf(text: string): number {
  const counts = [...Map.groupBy(text, (character) => character).values()].map(
    (group) => group.length / text.length,
  );
  return -counts.reduce((sum, share) => sum + share * Math.log2(share), 0);
}

const suspicious =
  /pass|pwd|secret|token|key|auth|credential|akia|asia|:\/\/|BEGIN|eyJ|gh[pousr]_|xox|sk[_-]|signature|glpat|AIza|SG\./i;

const quotedPair =
  /((?<![\w:/-])[\w.-]{0,60}(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|authorization)[\w-]{0,20}\\?["']\s*:\s*\\?["'])((?:[^"'\\]|\\(?!["']).){1,4096})(?=\\?["'])/gi;
const assigned =
  /((?<![\w:/-])(?:-{1,2})?[\w.-]{0,60}(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)[\w-]{0,20}\s?=\s?["']?)([^\s"'&;,<>]{3,4096})/gi;
const spoken =
  /((?<![\w:/-])[\w.-]{0,60}(?:password|passwd|passphrase|pwd|secret|api[_-]?key|access[_-]?key|token)\s?: ?)((?=[^\s"',;]*[\d!@#$%^&*+/=])[^\s"',;]{6,4096})/gi;

/** Free text (log lines, user data, definitions) with what is recognisably a secret replaced. */
export function redactText(text: string): string {
  if (text.length < 8 || !suspicious.test(text)) return text;
  return text
    .replaceAll(
      /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g,
      blinded,
    )
    .replaceAll(/([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@?#"'<>]{1,512}@/gi, `$1${blinded}@`)
    .replaceAll(
      /([a-z][a-z0-9+.:-]{1,40}:\/\/[^\s?"'<>]{1,2048})\?[^\s"'<>]{0,4096}(?:signature|x-amz-credential|sig|token|secret|password|api_?key)=[^\s"'<>]*/gi,
      `$1?${blinded}`,
    )
    .replaceAll(/\b(Bearer|Basic) [\w+/=.~-]{8,4096}/gi, `$1 ${blinded}`)
    .replaceAll(quotedPair, keepPlain)
    .replaceAll(assigned, keepPlain)
    .replaceAll(spoken, keepPlain)
    .replaceAll(new RegExp(knownSecret.source, "g"), blinded);
}

function keepPlain(whole: string, before: string, value: string): string {
  const name = /[\w.-]+(?=\\?["']?\s*[=:]\s*\\?["']?$)/.exec(before)?.[0] ?? "";
  return isPlainSecret(value) || !isSecretName(name) || /^[!${*]/.test(value) || value.includes(blinded)
    ? whole
    : `${before}${blinded}`;
}
