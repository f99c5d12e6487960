import type { LogLine } from "./log-event.ts";

export type LogErrorKind =
  | "task-timeout"
  | "out-of-memory"
  | "import"
  | "handler"
  | "access-denied"
  | "not-found"
  | "connect-timeout"
  | "connection-refused"
  | "name-resolution"
  | "throttled"
  | "authentication"
  | "too-many-connections"
  | "disk-full"
  | "read-only"
  | "certificate"
  | "missing-key"
  | "acl-not-supported"
  | "other";

/** What a log line complains of, with what it names. */
export interface LogError {
  readonly kind: LogErrorKind;
  readonly line: LogLine;
  /** Named parts: `action`, `resource`, `principal`, `operation`, `host`, `port`, `module`, `user`, `seconds`, `key`. */
  readonly parts: Readonly<Record<string, string>>;
}

/** The order matters: the first form that fits is what the line is about. Wordings are those of the Lambda runtimes, boto3, libpq, MySQL, Node and the JDK. */
const forms: readonly { readonly kind: LogErrorKind; readonly form: RegExp }[] = [
  { kind: "task-timeout", form: /Task timed out after (?<seconds>[\d.]+) seconds/ },
  {
    kind: "out-of-memory",
    form: /signal: killed|Runtime\.OutOfMemory|OutOfMemoryError|heap out of memory|\bMemoryError\b|Cannot allocate memory|\bOOM(?:-| )?kill|OutOfMemory/i,
  },
  {
    kind: "import",
    form: /Runtime\.ImportModuleError: .*?(?:module ['"](?<module>[^'"]+)['"])|No module named ['"](?<missing>[^'"]+)['"]|Cannot find module ['"](?<path>[^'"]+)['"]/,
  },
  {
    kind: "handler",
    form: /Runtime\.(?:HandlerNotFound|MalformedHandlerName)|Handler ['"](?<handler>[^'"]+)['"] (?:missing|not found)|ClassNotFoundException/,
  },
  {
    kind: "access-denied",
    form: /(?<principal>arn:aws[\w-]*:(?:sts|iam)::\d*:\S+) is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>\S+))?|AccessDenied(?:Exception)?|not authorized to perform|UnauthorizedOperation/,
  },
  { kind: "acl-not-supported", form: /AccessControlListNotSupported|bucket does not allow ACLs/i },
  {
    kind: "too-many-connections",
    form: /too many (?:clients|connections)|remaining connection slots are reserved|max_connections/i,
  },
  {
    kind: "authentication",
    form: /password authentication failed for user "?(?<user>[\w.-]+)|Access denied for user '(?<account>[^']+)'|Login failed for user|ORA-01017|WRONGPASS|NOAUTH|Authentication failed/i,
  },
  { kind: "disk-full", form: /No space left on device|disk (?:is )?full|ENOSPC|could not extend file/i },
  {
    kind: "read-only",
    form: /read[- ]only (?:SQL )?transaction|ReadOnlySqlTransaction|running with the --(?:super-)?read-only option|READONLY You can't write against a read only replica/i,
  },
  {
    kind: "name-resolution",
    form: /ENOTFOUND (?<host>[\w.-]+)|could not translate host name "?(?<name>[\w.-]+)|Name or service not known|Temporary failure in name resolution|UnknownHostException|NXDOMAIN|EAI_AGAIN/i,
  },
  {
    kind: "connect-timeout",
    form: /(?:connect(?:ion)?|read)[\s-]*timed?[\s-]?out(?:.*?(?:to|host|endpoint|URL:?)[\s"']+(?:https?:\/\/)?(?<host>[\w.-]+)(?::(?<port>\d+))?)?|ETIMEDOUT(?: (?<address>[\d.]+):(?<port2>\d+))?|ConnectTimeout|i\/o timeout|could not connect to server: Connection timed out/i,
  },
  {
    kind: "connection-refused",
    form: /ECONNREFUSED(?: (?<address>[\d.]+):(?<port>\d+))?|connection refused/i,
  },
  {
    kind: "throttled",
    form: /ThrottlingException|TooManyRequestsException|Rate exceeded|ProvisionedThroughputExceeded|RequestLimitExceeded|SlowDown|Throttled/,
  },
  {
    kind: "not-found",
    form: /(?:ResourceNotFoundException|NoSuchBucket|NoSuchKey|NonExistentQueue|QueueDoesNotExist|NotFoundException|NoSuchEntity|ParameterNotFound)(?:.*?when calling the (?<operation>\w+) operation)?/,
  },
  {
    kind: "certificate",
    form: /certificate (?:has expired|verify failed|is not valid)|CERT_HAS_EXPIRED|SSLCertVerificationError|x509: certificate/i,
  },
  {
    kind: "missing-key",
    form: /KeyError: ['"]?(?<key>[\w.-]+)|(?:environment variable|env var) (?<variable>\w+) (?:is )?(?:not set|missing|must)|(?<setting>[A-Z][A-Z0-9_]{2,}) (?:must not be empty|must be set|is required|is not set|is empty|not set|is missing)/,
  },
  {
    kind: "other",
    form: /\[?\b(?:ERROR|FATAL|CRITICAL|PANIC)\b|\b\w+(?:Exception|Error)\b:|Traceback|Unhandled/,
  },
];

/** What each line complains of; lines that complain of nothing are left out. */
export function errorsIn(lines: readonly LogLine[]): readonly LogError[] {
  return lines.flatMap((line) => errorIn(line) ?? []);
}

/** What a line complains of, or undefined. A warning that something will be tried again is still its error. */
export function errorIn(line: LogLine): LogError | undefined {
  for (const { kind, form } of forms) {
    const match = form.exec(line.message);
    if (!match) continue;
    const parts = Object.entries(match.groups ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    return { kind, line, parts: Object.fromEntries(parts) };
  }
  return undefined;
}

export interface ErrorPattern {
  readonly pattern: string;
  readonly kind: LogErrorKind;
  readonly count: number;
  readonly first: LogError;
  readonly last: LogError;
}

/** Errors that differ only in ids, numbers and times are one pattern; the most frequent first. */
export function patternsOf(errors: readonly LogError[]): readonly ErrorPattern[] {
  const groups = new Map<string, LogError[]>();
  for (const error of errors) {
    const pattern = patternOf(error.line.message);
    groups.set(pattern, [...(groups.get(pattern) ?? []), error]);
  }
  return [...groups]
    .flatMap(([pattern, group]) => {
      const [first, last] = [group[0], group.at(-1)];
      return first && last ? [{ pattern, kind: first.kind, count: group.length, first, last }] : [];
    })
    .toSorted((a, b) => b.count - a.count);
}

/** A message with its variable parts blanked. */
export function patternOf(message: string): string {
  return message
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.,]+Z?/g, "<time>")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27,}/gi, "<id>")
    .replaceAll(/\b0x[0-9a-f]+\b|\b[0-9a-f]{16,}\b/gi, "<id>")
    .replaceAll(/\d+(?:\.\d+)?/g, "<n>")
    .trim();
}

/** What a Lambda REPORT line says; undefined for another line. */
export function lambdaReport(
  message: string,
): { durationMs: number; memoryMb: number; usedMb: number } | undefined {
  const match = /Duration: ([\d.]+) ms.*?Memory Size: (\d+) MB\s+Max Memory Used: (\d+) MB/.exec(message);
  return match
    ? { durationMs: Number(match[1]), memoryMb: Number(match[2]), usedMb: Number(match[3]) }
    : undefined;
}
