import type { Interpreter } from "./interpreter.ts";
import type { Arguments, Values } from "./value.ts";

/** Options of `botocore.config.Config` (`botocore/config.py`, OPTION_DEFAULTS). */
const options =
  "region_name signature_version user_agent user_agent_extra user_agent_appid connect_timeout read_timeout parameter_validation max_pool_connections proxies proxies_config s3 s3_disable_express_session_auth retries client_cert inject_host_prefix endpoint_discovery_enabled use_dualstack_endpoint use_fips_endpoint ignore_configured_endpoint_urls defaults_mode tcp_keepalive request_min_compression_size_bytes disable_request_compression client_context_params sigv4a_signing_region_set request_checksum_calculation response_checksum_validation account_id_endpoint_mode auth_scheme_preference".split(
    " ",
  );

const retryOptions = ["max_attempts", "mode", "total_max_attempts"];
const retryModes = ["legacy", "standard", "adaptive"];
const reaching = new Set(["proxies", "proxies_config", "client_cert"]);
const mostAttempts = 10;

/** `Config(…)`: names that it does not know, ways round the broker, and retries or waits without a bound. */
export function checkConfig(interpreter: Interpreter, given: Arguments): void {
  for (const [name, { values, line }] of given.keywords) {
    if (!options.includes(name))
      interpreter.use({ kind: "keyword", line, callee: "botocore.config.Config", name, allowed: options });
    if (name === "retries") checkRetries(interpreter, values, line);
    if (
      /^(connect|read)_timeout$/.test(name) &&
      values.length > 0 &&
      values.every((value) => value.kind === "none")
    )
      interpreter.use({
        kind: "advice",
        line,
        rule: "no-timeout",
        message: `${name}=None waits for ever: leave it out, or give seconds.`,
        references: ["CWE-400", "REL05-BP05"],
      });
    if (values.every((value) => value.kind === "none")) continue;
    if (reaching.has(name))
      interpreter.use({
        kind: "danger",
        line,
        rule: "proxy",
        message: `${name}= sends requests another way. The broker is the only way out: remove it.`,
        references: ["CWE-441"],
      });
    const isUnsigned = values.some((value) => value.kind === "module" && value.name.endsWith("UNSIGNED"));
    if (name === "signature_version" && isUnsigned)
      interpreter.use({
        kind: "danger",
        line,
        rule: "unsigned",
        message: "Unsigned requests are refused by the broker: remove signature_version.",
        references: ["CWE-306"],
      });
  }
}

function checkRetries(interpreter: Interpreter, values: Values, line: number): void {
  const [only] = values;
  if (values.length !== 1 || only?.kind !== "dict") return;
  for (const [name, entry] of interpreter.state.contents(only.id).entries) {
    const [value] = entry.values;
    if (!retryOptions.includes(name))
      interpreter.use({
        kind: "keyword",
        line: entry.line,
        callee: "retries of Config",
        name,
        allowed: retryOptions,
      });
    if (
      name === "mode" &&
      value?.kind === "text" &&
      value.text !== undefined &&
      !retryModes.includes(value.text)
    )
      interpreter.use({
        kind: "keyword",
        line: entry.line,
        callee: "retries mode",
        name: value.text,
        allowed: retryModes,
      });
    if (value?.kind === "number" && (value.number ?? 0) > mostAttempts)
      interpreter.use({
        kind: "advice",
        line,
        rule: "retry-limit",
        message: `${value.number} attempts make a failing service worse. The broker retries with back-off: leave retries out.`,
        references: ["CWE-799", "REL05-BP03"],
      });
  }
}
