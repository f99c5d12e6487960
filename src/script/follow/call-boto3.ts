import { argument } from "./call-client.ts";
import { checkConfig } from "./check-config.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Syntax } from "../syntax.ts";
import { stringsOf, unknown } from "./value.ts";
import type { Arguments, Value, Values } from "./value.ts";

/** Parameters of `Session.client` and `Session.resource` in their order (`boto3/session.py`). */
const clientParameters = [
  "service_name",
  "region_name",
  "api_version",
  "use_ssl",
  "verify",
  "endpoint_url",
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "config",
  "aws_account_id",
];

/** Parameters of `Session(…)` in their order. */
const sessionParameters = [
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "region_name",
  "botocore_session",
  "profile_name",
  "aws_account_id",
];

const credentials = new Set([
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "aws_account_id",
  "profile_name",
  "botocore_session",
]);

/** What boto3's own functions give; undefined for any other function. */
export function callBoto3(
  interpreter: Interpreter,
  name: string,
  given: Arguments,
  node: Syntax,
): Values | undefined {
  switch (name) {
    case "boto3.client":
    case "session.client":
      return makeClient(interpreter, given, node, "client");
    case "boto3.resource":
    case "session.resource":
      return makeClient(interpreter, given, node, "resource");
    case "boto3.Session":
    case "boto3.session.Session":
    case "boto3.setup_default_session":
      checkKeywords(interpreter, "boto3.Session", sessionParameters, given, node);
      return [{ kind: "session" }];
    case "botocore.session.get_session":
    case "botocore.session.Session":
      interpreter.unresolved(node.line, "sessions of botocore are not followed: use boto3.Session");
      return unknown;
    case "session.get_credentials":
      interpreter.use(
        danger(
          node.line,
          "credentials",
          "A script has no credentials to read: the broker signs each call. Remove get_credentials().",
          ["CWE-522", "SEC02-BP02"],
        ),
      );
      return unknown;
    case "botocore.config.Config":
    case "botocore.client.Config":
    case "boto3.session.Config":
      checkConfig(interpreter, given);
      return unknown;
    default:
      return undefined;
  }
}

function makeClient(
  interpreter: Interpreter,
  given: Arguments,
  node: Syntax,
  how: "client" | "resource",
): Values {
  checkKeywords(
    interpreter,
    `boto3.${how}`,
    how === "client" ? clientParameters : clientParameters,
    given,
    node,
  );
  const named = argument(given, 0, "service_name") ?? unknown;
  const { strings, whole } = stringsOf(named);
  if (!whole) interpreter.unresolved(node.line, `the service of boto3.${how}(…) is not a literal`);
  for (const service of strings) interpreter.use({ kind: "service", line: node.line, service, how });
  const made: Value[] = strings.flatMap((service): Value[] => {
    const model = interpreter.models.model(service);
    if (model === undefined) return [{ kind: "unknown" }];
    if (how === "client") return [{ kind: "client", service }];
    return model.resourceModel === undefined
      ? [{ kind: "unknown" }]
      : [{ kind: "resource", service, identifiers: {}, loaded: true }];
  });
  if (whole) return made;
  return how === "client" ? [...made, { kind: "client" }] : [...made, { kind: "unknown" }];
}

function checkKeywords(
  interpreter: Interpreter,
  callee: string,
  allowed: readonly string[],
  given: Arguments,
  node: Syntax,
): void {
  const named = new Map([...given.keywords].map(([name, entry]) => [name, entry] as const));
  for (const [index, values] of given.positional.entries()) {
    const name = allowed[index];
    if (name !== undefined) named.set(name, { values, line: node.line });
  }
  if (given.open) interpreter.unresolved(node.line, `some arguments of ${callee} are not literals`);
  for (const [name, { values, line }] of named) {
    if (!allowed.includes(name)) interpreter.use({ kind: "keyword", line, callee, name, allowed });
    if (name === "region_name") noteRegions(interpreter, values, line);
    checkReach(interpreter, name, values, line);
  }
}

/** One that is never a region; of several that may stand there, any may be right. */
function noteRegions(interpreter: Interpreter, values: Values, line: number): void {
  const { strings, whole } = stringsOf(values);
  if (whole) for (const region of strings) interpreter.use({ kind: "region", line, region });
}

/** Keywords that say who signs and where a request goes: not the script's to choose. */
function checkReach(interpreter: Interpreter, name: string, values: Values, line: number): void {
  if (values.length > 0 && values.every((value) => value.kind === "none")) return;
  if (credentials.has(name)) {
    const message = `${name}= hands boto3 other credentials. The broker signs each call with the identity of this run: remove it.`;
    interpreter.use(danger(line, "credentials", message, ["CWE-798", "SEC02-BP02"]));
  } else if (name === "endpoint_url") {
    interpreter.use(
      danger(
        line,
        "endpoint-url",
        "endpoint_url= sends requests elsewhere. The broker knows the endpoints: remove it.",
        ["CWE-918"],
      ),
    );
  } else if (
    name === "verify" &&
    !values.every((value) => value.kind === "boolean" && value.boolean === true)
  ) {
    interpreter.use(
      danger(line, "tls-verify", "verify= changes how certificates are checked. Remove it.", [
        "CWE-295",
        "SEC09-BP02",
      ]),
    );
  } else if (
    name === "use_ssl" &&
    !values.every((value) => value.kind === "boolean" && value.boolean === true)
  ) {
    interpreter.use(
      danger(line, "tls-verify", "use_ssl= turns encryption off. Remove it.", ["CWE-319", "SEC09-BP02"]),
    );
  }
}

function danger(line: number, rule: string, message: string, references: readonly string[]) {
  return { kind: "danger", line, rule, message, references } as const;
}
