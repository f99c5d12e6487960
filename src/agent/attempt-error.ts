import type { Call } from "../core/call.ts";
import type { AttemptError, Outcome } from "../core/script.ts";
import { saysAbsent } from "../core/text/says-absent.ts";

/** What went wrong in an attempt, from its outcome; undefined for a plain exit with 0. Exception names are those of Python, boto3 and botocore. */
export function attemptErrorOf(outcome: Outcome): AttemptError | undefined {
  if (outcome.kind === "timed-out")
    return { kind: "timeout", message: outcome.why ?? "the script took too long" };
  if (outcome.kind === "out-of-memory")
    return { kind: "out-of-memory", message: outcome.why ?? "the script took too much memory" };
  if (outcome.kind === "refused")
    return { kind: "sandbox", message: outcome.why ?? "the sandbox did not start the script" };
  if (outcome.exitCode === 0) return undefined;
  const message =
    lastException(outcome.stderr) ??
    outcome.why ??
    `the script exited with ${outcome.exitCode ?? "a signal"}`;
  return { kind: kindOf(message), message };
}

/** A call that the broker denied because the script's text does not show it: the script is at fault, whatever it made of the refusal. */
export function hiddenCallError(calls: readonly Call[]): AttemptError | undefined {
  const hidden = calls.find(({ decision, deniedBy }) => decision === "denied" && deniedBy === "policy");
  return hidden && { kind: "access-denied", message: hidden.reason ?? `${hidden.action} was denied` };
}

/**
 * An operation of which every call failed, where other calls came through: what was printed looks whole and rests on nothing there. That a thing is not there is an
 * answer, and no failure.
 */
export function unansweredError(calls: readonly Call[]): AttemptError | undefined {
  const failed = ({ decision, limit, error }: Call) =>
    (decision === "denied" && limit === undefined) || (error !== undefined && !saysAbsent(error.code));
  const kinds = Map.groupBy(calls, ({ service, operation }) => `${service}:${operation}`);
  const [name, own] = [...kinds].find(([, each]) => each.every(failed)) ?? [];
  const first = own?.[0];
  if (!name || !first) return undefined;
  const why = first.error ? `${first.error.code}: ${first.error.message}` : (first.reason ?? "denied");
  const denied = first.decision === "denied" || first.refused !== undefined;
  return {
    kind: denied ? "access-denied" : "exception",
    message: `Every call of ${name} failed (${why}): what the script printed cannot rest on it. Read the same by another operation where there is one; else let that error end the script.`,
  };
}

const kinds: readonly (readonly [RegExp, AttemptError["kind"]])[] = [
  [/^(SyntaxError|IndentationError|TabError)\b/, "syntax"],
  [/^(ModuleNotFoundError|ImportError)\b/, "import"],
  [
    /\b(UnknownServiceError|OperationNotPageableError|UnknownResourceError)\b|^AttributeError: '\w+' object has no attribute/,
    "api-name",
  ],
  [
    /\b(ParamValidationError|MissingParametersError|UnknownParameterError)\b|An error occurred \((ValidationError|ValidationException|InvalidParameter\w*)\)/,
    "api-parameter",
  ],
  [
    /An error occurred \((ExpiredToken\w*|InvalidClientTokenId|UnrecognizedClientException|AuthFailure|SignatureDoesNotMatch)\)|\b(NoCredentialsError|PartialCredentialsError)\b/,
    "credentials",
  ],
  [/An error occurred \(\w*(AccessDenied|Unauthorized|Forbidden|403)\w*\)/, "access-denied"],
  [/An error occurred \(\w*(Throttl|RequestLimitExceeded|TooManyRequests|SlowDown)\w*\)/, "throttled"],
  [/An error occurred \([\w.]*(NotFound|NoSuch|NonExistent|DoesNotExist|404)\w*\)/, "not-found"],
  [
    /\b(EndpointConnectionError|ConnectTimeoutError|ReadTimeoutError|ConnectionClosedError|ProxyConnectionError|NoRegionError)\b/,
    "endpoint",
  ],
];

function kindOf(message: string): AttemptError["kind"] {
  return kinds.find(([pattern]) => pattern.test(message))?.[1] ?? "exception";
}

/** The last line that begins a message: `botocore.exceptions.ClientError: An error occurred (…)`; lines after it may belong to it. */
function lastException(stderr: string): string | undefined {
  const lines = stderr.trimEnd().split("\n");
  const at = lines.findLastIndex(
    (line) =>
      /^[A-Za-z_][\w.]*(Error|Exception|Interrupt|Exit|Warning)?(: |$)/.test(line) &&
      !line.startsWith("Traceback"),
  );
  const text = at < 0 ? lines.at(-1) : lines.slice(at).join("\n");
  return text === undefined || text === "" ? undefined : text.slice(0, 2000);
}
