import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { AppError } from "../core/errors.ts";

/** What may stand in the configuration file; flags and AWS variables go before it. */
const ConfigurationFile = z.strictObject({
  profile: z.string().optional(),
  region: z.string().optional(),
  roleArn: z.string().optional(),
  endpointUrl: z.string().optional(),
  sandbox: z.enum(["bubblewrap", "container", "landlock", "none"]).optional(),
  allow: z.array(z.string()).optional(),
  budgetUsd: z.number().optional(),
});

export interface SettingsOptions {
  readonly home?: string;
  readonly cache?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly roleArn?: string;
  readonly endpointUrl?: string;
  readonly sandbox?: SandboxName;
}

export type SandboxName = "bubblewrap" | "container" | "landlock" | "none";

/** Keys given in the environment. Held in memory for signing only; nothing ever writes them. */
export interface StaticKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Settings {
  readonly home: string;
  readonly cache: string;
  readonly profile?: string;
  /** Undefined where nothing says; the profile may. */
  readonly region?: string;
  readonly roleArn?: string;
  readonly endpoint?: string;
  readonly keys?: StaticKeys;
  readonly sandbox: SandboxName;
  readonly allow: readonly string[];
  readonly budgetUsd?: number;
  readonly userFolder: string;
  /** Where sockets may lie: XDG_RUNTIME_DIR. */
  readonly runtime?: string;
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
  const region = first(
    options.region,
    environment["AWS_REGION"],
    environment["AWS_DEFAULT_REGION"],
    file.region,
  );
  const roleArn = first(options.roleArn, file.roleArn);
  const endpoint = first(options.endpointUrl, environment["AWS_ENDPOINT_URL"], file.endpointUrl);
  const keys = options.profile === undefined ? staticKeys(environment) : undefined;
  return {
    home:
      first(options.home, environment["NEPHOSCOPE_HOME"]) ??
      join(environment["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "nephoscope"),
    cache: first(options.cache, environment["NEPHOSCOPE_CACHE"]) ?? defaultCache(environment),
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    ...(roleArn !== undefined && { roleArn }),
    ...(endpoint !== undefined && { endpoint: checkedEndpoint(endpoint) }),
    ...(keys !== undefined && { keys }),
    sandbox: options.sandbox ?? file.sandbox ?? "bubblewrap",
    allow: file.allow ?? [],
    ...(file.budgetUsd !== undefined && { budgetUsd: file.budgetUsd }),
    userFolder,
    ...(environment["XDG_RUNTIME_DIR"] && { runtime: environment["XDG_RUNTIME_DIR"] }),
  };
}

/** Root's home is closed to the user that sandboxes run as; so as root the cache lies where that user can read. */
function defaultCache(environment: NodeJS.ProcessEnv): string {
  if (environment["XDG_CACHE_HOME"]) return join(environment["XDG_CACHE_HOME"], "nephoscope");
  return process.getuid?.() === 0 ? "/var/cache/nephoscope" : join(homedir(), ".cache", "nephoscope");
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
  const parsed = ConfigurationFile.safeParse(parse(readFileSync(path, "utf8")) ?? {});
  if (parsed.success) return parsed.data;
  throw new AppError("configuration", `${path}: ${z.prettifyError(parsed.error)}`, {
    next: "Correct or remove that file.",
  });
}
