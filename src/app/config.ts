import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { readYaml } from "../content/read-yaml.ts";
import { AppError } from "../core/errors.ts";
import { placesOf } from "./places/places.ts";
import type { Places } from "./places/places.ts";
import { profileRegion } from "./places/profile-region.ts";
import { TracingFile, tracingOf } from "./trace/tracing-settings.ts";
import type { TracingName, TracingSettings } from "./trace/tracing-settings.ts";

/** What may stand in the configuration file; flags and AWS variables go before it. */
const ConfigurationFile = z.strictObject({
  profile: z.string().optional(),
  region: z.union([z.string(), z.array(z.string())]).optional(),
  roleArn: z.union([z.string(), z.array(z.string())]).optional(),
  includeBase: z.boolean().optional(),
  /** `process`: credentials are held by `nephoscope broker`, run as another user. */
  broker: z.enum(["inline", "process"]).optional(),
  brokerSocket: z.string().optional(),
  endpointUrl: z.string().optional(),
  sandbox: z.enum(["bubblewrap", "container", "landlock", "none"]).optional(),
  allow: z.array(z.string()).optional(),
  budgetUsd: z.number().optional(),
  /** Python packages that scripts may bring beside those that ship. */
  allowPackages: z.array(z.string()).optional(),
  /** Runs older than this are removed when nephoscope starts: `90d`. */
  retention: z.string().optional(),
  /** Audit entries older than this are; the chain then begins at an anchor. */
  auditRetention: z.string().optional(),
  /** A file whose bytes sign what is noted of the audit log's head. */
  auditKey: z.string().optional(),
  /** A second place for what is noted of the audit log's head. */
  auditCopy: z.string().optional(),
  /** Own nodes by slot: files, from this file's folder on. */
  nodes: z.record(z.string(), z.string()).optional(),
  /** Where runs are sent to when they have ended; without it nothing is sent, whatever the environment says. */
  tracing: TracingFile.optional(),
});

export interface SettingsOptions {
  readonly home?: string;
  readonly cache?: string;
  readonly profile?: string;
  /** One or several, also as `us-east-1,eu-central-1`; `all`: those that the account has enabled. */
  readonly region?: string | readonly string[];
  /** Each role is an account to be read. */
  readonly roleArn?: string | readonly string[];
  /** With roles: the account of the credentials themselves is read too. */
  readonly includeBase?: boolean;
  /** `process`: credentials are held by `nephoscope broker`; this process has none. Default `inline`. */
  readonly broker?: "inline" | "process";
  readonly brokerSocket?: string;
  readonly endpointUrl?: string;
  readonly sandbox?: SandboxName;
  /** Where this process sends its runs, instead of what the configuration says; `off`: nowhere. */
  readonly trace?: readonly TracingName[];
}

export type SandboxName = "bubblewrap" | "container" | "landlock" | "none";

/** Keys given in the environment. Held in memory for signing only; nothing ever writes them. */
export interface StaticKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface ProxySettings {
  readonly HTTPS_PROXY?: string;
  readonly HTTP_PROXY?: string;
  readonly NO_PROXY?: string;
}

export interface Settings {
  readonly home: string;
  readonly cache: string;
  readonly profile?: string;
  /** The profile was asked for by name, and does not merely stand in the environment. */
  readonly profileAsked?: boolean;
  /** The first region of `places`. Undefined where nothing says; the profile may. */
  readonly region?: string;
  readonly places: Places;
  readonly broker: { readonly kind: "inline" | "process"; readonly socket: string };
  readonly endpoint?: string;
  readonly keys?: StaticKeys;
  readonly sandbox: SandboxName;
  readonly allow: readonly string[];
  readonly allowPackages: readonly string[];
  readonly budgetUsd?: number;
  /** As curl and the AWS tools take them: HTTPS_PROXY, HTTP_PROXY, NO_PROXY. */
  readonly proxy?: ProxySettings;
  /** Certificate authorities beside the system's: AWS_CA_BUNDLE. */
  readonly caBundle?: string;
  readonly retention?: string;
  readonly auditRetention?: string;
  readonly auditKey?: string;
  readonly auditCopy?: string;
  readonly tracing: TracingSettings;
  /** Own nodes by slot: absolute paths. */
  readonly nodes: { readonly [slot: string]: string };
  readonly userFolder: string;
  /** A shell's command line that opens a file: VISUAL or EDITOR. */
  readonly editor?: string;
  /** Where sockets may lie: XDG_RUNTIME_DIR. */
  readonly runtime?: string;
  /** A key by the name of its environment variable; asked for where it is used, kept nowhere. */
  readonly secret: (variable: string) => string | undefined;
}

/** Flags, then AWS variables, then the configuration file. The only place that looks at the environment. */
export function readSettings(
  options: SettingsOptions = {},
  environment: NodeJS.ProcessEnv = process.env,
): Settings {
  const userFolder = join(environment["XDG_CONFIG_HOME"] || join(homedir(), ".config"), "nephoscope");
  const file = readConfigurationFile(join(userFolder, "config.yaml"));
  const first = (...values: readonly (string | undefined)[]) =>
    values.find((value) => value !== undefined && value !== "");
  const profile = first(options.profile, environment["AWS_PROFILE"], file.profile);
  const places = placesOf({
    regions: [
      options.region,
      environment["AWS_REGION"],
      environment["AWS_DEFAULT_REGION"],
      file.region,
      profileRegion(environment["AWS_CONFIG_FILE"] || join(homedir(), ".aws", "config"), profile),
    ],
    roleArns: [options.roleArn, file.roleArn],
    includeBase: options.includeBase ?? file.includeBase,
  });
  const [region] = places.regions;
  const endpoint = first(options.endpointUrl, environment["AWS_ENDPOINT_URL"], file.endpointUrl);
  const proxy = proxyIn(environment);
  const editor = first(environment["VISUAL"], environment["EDITOR"]);
  const auditKey = first(environment["NEPHOSCOPE_AUDIT_KEY"], file.auditKey);
  const keys = options.profile === undefined ? staticKeys(environment) : undefined;
  return {
    home:
      first(options.home, environment["NEPHOSCOPE_HOME"]) ??
      join(environment["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "nephoscope"),
    cache: first(options.cache, environment["NEPHOSCOPE_CACHE"]) ?? defaultCache(environment),
    ...(profile !== undefined && { profile }),
    ...(options.profile !== undefined && { profileAsked: true }),
    ...(region !== undefined && { region }),
    places,
    broker: {
      kind: options.broker ?? file.broker ?? "inline",
      socket:
        first(options.brokerSocket, environment["NEPHOSCOPE_BROKER_SOCKET"], file.brokerSocket) ??
        join(environment["XDG_RUNTIME_DIR"] || "/run", "nephoscope-broker", "broker.sock"),
    },
    ...(endpoint !== undefined && { endpoint: checkedEndpoint(endpoint) }),
    ...(keys !== undefined && { keys }),
    sandbox: options.sandbox ?? file.sandbox ?? "bubblewrap",
    allow: file.allow ?? [],
    allowPackages: file.allowPackages ?? [],
    ...(file.budgetUsd !== undefined && { budgetUsd: file.budgetUsd }),
    ...(proxy && { proxy }),
    ...(environment["AWS_CA_BUNDLE"] && { caBundle: environment["AWS_CA_BUNDLE"] }),
    ...(file.retention !== undefined && { retention: file.retention }),
    ...(file.auditRetention !== undefined && { auditRetention: file.auditRetention }),
    ...(auditKey !== undefined && { auditKey }),
    ...(file.auditCopy !== undefined && { auditCopy: file.auditCopy }),
    tracing: tracingOf(file.tracing, options.trace),
    nodes: Object.fromEntries(
      Object.entries(file.nodes ?? {}).map(([slot, path]) => [slot, resolve(userFolder, path)]),
    ),
    userFolder,
    ...(editor !== undefined && { editor }),
    ...(environment["XDG_RUNTIME_DIR"] && { runtime: environment["XDG_RUNTIME_DIR"] }),
    secret: (variable) => environment[variable] || undefined,
  };
}

/** Root's home is closed to the user that sandboxes run as; so as root the cache lies where that user can read. */
function defaultCache(environment: NodeJS.ProcessEnv): string {
  if (environment["XDG_CACHE_HOME"]) return join(environment["XDG_CACHE_HOME"], "nephoscope");
  return process.getuid?.() === 0 ? "/var/cache/nephoscope" : join(homedir(), ".cache", "nephoscope");
}

function proxyIn(environment: NodeJS.ProcessEnv): ProxySettings | undefined {
  const named = (name: string) => environment[name] || environment[name.toLowerCase()];
  const [secure, plain, none] = [named("HTTPS_PROXY"), named("HTTP_PROXY"), named("NO_PROXY")];
  if (!secure && !plain) return undefined;
  return {
    ...(secure && { HTTPS_PROXY: secure }),
    ...(plain && { HTTP_PROXY: plain }),
    ...(none && { NO_PROXY: none }),
  };
}

function staticKeys(environment: NodeJS.ProcessEnv): StaticKeys | undefined {
  const accessKeyId = environment["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = environment["AWS_SESSION_TOKEN"];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

function checkedEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url && (url.protocol === "http:" || url.protocol === "https:")) return endpoint.replace(/\/+$/, "");
  throw new AppError("usage", `"${endpoint}" is not an endpoint URL.`, {
    next: "Give it as http://HOST:PORT or https://HOST.",
  });
}

function readConfigurationFile(path: string): z.infer<typeof ConfigurationFile> {
  if (!existsSync(path)) return {};
  const parsed = ConfigurationFile.safeParse(
    readYaml(readFileSync(path, "utf8"), path, "Correct or remove that file.").value ?? {},
  );
  if (parsed.success) return parsed.data;
  throw new AppError("configuration", `${path}: ${z.prettifyError(parsed.error)}`, {
    next: "Correct or remove that file.",
  });
}
