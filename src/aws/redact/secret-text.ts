import { blinded, knownSecret, withoutKnown } from "./known-secrets.ts";
import { isPlainSecret, moment, withoutAssigned } from "./secret-assignments.ts";
import { isSecretLink, isSecretName } from "./secret-names.ts";

export { blinded } from "./known-secrets.ts";
export { isSecretName } from "./secret-names.ts";

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
  moment,
  // Hosts with a dot and letters, optionally with a port; addresses and CIDR ranges.
  /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]{2,24}\.?(?::\d{1,5})?(?:,(?:[a-z0-9-]+\.)+[a-z]{2,24}(?::\d{1,5})?)*$/i,
  /^(?:localhost|(?:\d{1,3}\.){3}\d{1,3})(?::\d{1,5}|\/\d{1,2})?$/,
  /^[a-z][a-z0-9+.-]{1,20}:\/\/[^\s@?#]*$/i,
  // References that something else resolves: CloudFormation, Step Functions, SSM, Secrets Manager.
  /^(?:\{\{resolve:[^}]*\}\}|\$\{[^}]*\}|\$\.[\w.[\]$]*|\$\$\.[\w.]*|!Ref \w+|AWS::[\w:]+)$/,
  /^(?:i|vpc|subnet|sg|eni|vol|ami|rtb|igw|nat|acl|vpce|tgw|eipalloc|lt|snap|fs|fsap|pl|asg|ou|o|r|p)-[0-9a-z]{4,32}$/,
];

/** A value as it may be shown, by the name it stands under: an environment variable, a parameter, a stage variable. */
export function redactNamed(name: string, value: string): string {
  if (isSecretLink(name) && /^https?:\/\//i.test(value)) return hostOnly(value);
  const shown = isPlainValue(value) ? value : redactText(value);
  if (isSecretName(name)) return isPlainSecret(value) || keepsReadable(shown, value) ? shown : blinded;
  if (isPlainValue(value)) return value;
  if (/(?:^|[_\-.])key$|[a-z]Key$/.test(name) && /^[\w+/=-]{24,}$/.test(value)) return blinded;
  if (/_KEY$/.test(name) && (/^[0-9a-f]{24,}$/i.test(value) || looksRandom(value))) return blinded;
  if (/^(?:Basic|Bearer) \S+$/i.test(value) || isKnownSecret(value) || looksRandom(value)) return blinded;
  return shown;
}

/** A link that whoever knows it may use: its host says enough. */
function hostOnly(value: string): string {
  const [, host = ""] =
    /^(https?:\/\/[^\s/@?#]{1,253})\/?$/i.exec(value) ??
    /^(https?:\/\/[^\s/@?#]{1,253})\//i.exec(value) ??
    [];
  if (host === "") return blinded;
  return host.length >= value.length - 1 ? value : `${host}/${blinded}`;
}

/** The value as a whole, not a link around it. */
function isKnownSecret(value: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:\/\//i.test(value) && knownSecret.test(value);
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

/** Free text (log lines, user data, definitions) with what is recognisably a secret replaced. */
export function redactText(text: string): string {
  return text.length < 8 ? text : withinEncodings(readable(text), 2);
}

function readable(text: string): string {
  const framed = text.includes("PRIVATE KEY") ? text.replaceAll(privateKey, blinded) : text;
  const rules = [
    withoutLinks,
    withoutHeaders,
    withoutKnown,
    withoutCommands,
    withoutAssigned,
    withoutLabelled,
    withoutVariables,
    withoutDefaults,
  ];
  return rules.reduce((shown, rule) => rule(shown), framed);
}

/** A template in YAML: the default of a parameter, or an output, stands some lines below its name. */
function withoutDefaults(text: string): string {
  if (!/^[ \t]+(?:Default|Value):/m.test(text)) return text;
  const lines = text.split("\n");
  const shown = lines.map((line, at) => {
    const [, indent = "", head = "", value = ""] =
      /^([ \t]+)((?:Default|Value):[ \t]*["']?)([^"']{1,4096})/.exec(line) ?? [];
    if (value === "") return line;
    const above = lines.slice(Math.max(0, at - 12), at).findLast((one) => indentOf(one) < indent.length);
    const name = /^[ \t]*([\w.-]{1,100}):\s*$/.exec(above ?? "")?.[1];
    return name === undefined || redactNamed(name, value.trim()) === value.trim()
      ? line
      : indent + head + blinded;
  });
  return shown.join("\n");
}

function indentOf(line: string): number {
  return line.trim() === "" ? Infinity : line.length - line.trimStart().length;
}

/** A tag, a parameter or a variable in a piece of JSON: its name stands beside its value. */
function withoutLabelled(text: string): string {
  if (!/value\\{0,7}"\s?:/i.test(text)) return text;
  return text
    .replaceAll(labelFirst, (all, head: string, name: string, value: string, tail: string) =>
      redactNamed(name, value) === value ? all : head + blinded + tail,
    )
    .replaceAll(valueFirst, (all, head: string, value: string, tail: string, name: string) =>
      redactNamed(name, value) === value ? all : head + blinded + tail,
    );
}

const labelFirst =
  /((?:Key|Name)\\{0,7}"\s{0,4}:\s{0,4}\\{0,7}"([^"\\]{1,100})\\{0,7}"\s{0,8},\s{0,20}\\{0,7}"[A-Za-z]{0,12}Value\\{0,7}"\s{0,4}:\s{0,4}\\{0,7}")([^"\\]{1,4096})(\\{0,7}")/gi;
const valueFirst =
  /("[A-Za-z]{0,12}Value\\{0,7}"\s{0,4}:\s{0,4}\\{0,7}")([^"\\]{1,4096})(\\{0,7}"\s{0,8},\s{0,20}\\{0,7}"[A-Za-z]{0,12}(?:Key|Name)\\{0,7}"\s{0,4}:\s{0,4}\\{0,7}"([^"\\]{1,100})\\{0,7}")/gi;

/** Environment variables as shells and logs write them: `REDIS_AUTH=…`. */
function withoutVariables(text: string): string {
  return text.replaceAll(
    /(?<![\w$])([A-Z][A-Z0-9_]{2,60})=([^\s"'`&;,<>()[\]{}|\\]{3,4096})/g,
    (all, name: string, value: string) => {
      const shown = isSecretName(name) || /_KEY$/.test(name) ? redactNamed(name, value) : value;
      return shown === value ? all : `${name}=${shown}`;
    },
  );
}

const privateKey =
  /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** Links with a user's password in them, or signed ones. */
function withoutLinks(text: string): string {
  if (!/:\/\/|jdbc:/i.test(text)) return text;
  return text
    .replaceAll(
      /([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s"'<>/@:?#]{0,256}:(?!\d{1,5}(?:[/?#\s"'<>,;]|$))(?:(?!:\/\/)[^\s"'<>]){1,512}@/gi,
      `$1${blinded}@`,
    )
    .replaceAll(/([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@?#"'<>]{1,512}@/gi, `$1${blinded}@`)
    .replaceAll(/(jdbc:oracle:\w{1,10}:)[^\s@"']{1,256}@/gi, `$1${blinded}@`)
    .replaceAll(
      /([a-z][a-z0-9+.:-]{1,40}:\/\/(?:(?!:\/\/)[^\s?"'<>]){1,2048})\?[^\s"'<>]{0,4096}(?:signature|x-amz-credential|sig|token|secret|password|api_?key)=[^\s"'<>]*/gi,
      `$1?${blinded}`,
    );
}

function withoutHeaders(text: string): string {
  if (!/bearer|basic|cookie/i.test(text)) return text;
  return text
    .replaceAll(/\b(Bearer|Basic) [\w+/=.~-]{8,4096}/gi, `$1 ${blinded}`)
    .replaceAll(
      /(\bcookie\\?["']?\s?[:=]\s?)([^\n\r"']{1,4096})/gi,
      (_all, head: string, cookies: string) => {
        const pairs = cookies.replaceAll(
          /([\w.-]{1,100}=)([^\s;,]{1,4096})/g,
          (pair: string, name: string, value: string) =>
            /^(?:path|domain|expires|max-age|samesite)=$/i.test(name) || value.length < 8
              ? pair
              : name + blinded,
        );
        return head + pairs;
      },
    );
}

/** Passwords on command lines of well-known tools. */
function withoutCommands(text: string): string {
  if (!/curl|mysql|mariadb|sshpass|login|chpasswd|wget|http/i.test(text)) return text;
  return text
    .replaceAll(
      /(\b(?:curl|wget|https?)\b[^\n]{0,400}?\s(?:-u|--user|--auth|-a)[ =]?["']?[^\s:"']{1,100}:)[^\s"']{1,512}/g,
      `$1${blinded}`,
    )
    .replaceAll(/(\b(?:mysql|mariadb)\w{0,10}\b[^\n|;]{0,400}?\s-p)(?=\S)[^\s]{3,512}/g, `$1${blinded}`)
    .replaceAll(/(\bsshpass\s+-p\s?)(["']?)[^\s"']{1,512}/g, `$1$2${blinded}`)
    .replaceAll(/(\blogin\b[^\n|;]{0,400}?\s-p[ =]?["']?)[^\s"'-][^\s"']{1,512}/g, `$1${blinded}`)
    .replaceAll(
      /(["']?[\w.-]{1,64}:)[^\s'"|:]{3,512}(?=["']?\s{0,4}\|\s{0,4}(?:sudo\s+)?chpasswd)/g,
      `$1${blinded}`,
    );
}

/** Base64 and percent-encoding are no hiding place: what a decoded piece holds is read as well. */
function withinEncodings(text: string, depth: number): string {
  if (depth === 0) return text;
  const plain = text.includes("%")
    ? text.replaceAll(percentEncoded, (run) => decoded(run, fromPercent(run), depth))
    : text;
  return plain.replaceAll(base64, (run) => decoded(run, fromBase64(run), depth));
}

const percentEncoded = /[^\s"'<>%]{0,512}(?:%[0-9a-f]{2}[^\s"'<>%]{0,512}){2,512}/gi;
const base64 = /(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{24,65536}={0,2}(?![A-Za-z0-9+/=_-])/g;

function decoded(run: string, inside: string | undefined, depth: number): string {
  if (inside === undefined || inside === run || !/PRIVATE KEY|pass|pwd|secret|A[KS]IA|:\/\//i.test(inside))
    return run;
  return withinEncodings(readable(inside), depth - 1) === inside ? run : blinded;
}

function fromPercent(run: string): string | undefined {
  try {
    return decodeURIComponent(run);
  } catch {
    return undefined;
  }
}

function fromBase64(run: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(run, "base64"));
  } catch {
    return undefined;
  }
}
