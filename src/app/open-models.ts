import { join } from "node:path";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { createAuthenticate } from "../aws/authenticate.ts";
import { redactText } from "../aws/secret-text.ts";
import { loadModels, ModelEntry } from "../content/load-models.ts";
import type { ModelRegistry, Role } from "../content/load-models.ts";
import { chooseModels } from "../models/choose-models.ts";
import { costOf, type Meter } from "../models/meter.ts";
import type { Chat } from "../models/models.ts";
import { openChat, readyChat } from "../models/open-chat.ts";
import { openOwn } from "../models/providers/own.ts";
import { Aliases, withAliases, withRedaction } from "../models/with-aliases.ts";
import type { RoleModel } from "../reason/model/ask-role.ts";
import type { Settings } from "./config.ts";
import { contentFolder } from "./package-folder.ts";

export interface ModelOptions {
  /** For every role; an id of the registry. */
  readonly model?: string;
  readonly models?: { readonly [role in Role]?: string };
  /** Other numbers stand for account ids and addresses in everything that goes to a model. */
  readonly aliases?: boolean;
}

/** Chat models of the user's own, as LangChain knows them, by the id that `model` names. */
export type OwnModels = { readonly [id: string]: BaseChatModel };

export interface OpenModels extends ModelOptions {
  readonly settings: Settings;
  readonly registry: ModelRegistry;
  readonly meter: Meter;
  /** Chat models of the user's own, by the id that `model` names. */
  readonly own?: OwnModels;
  /** Account ids that are hidden where aliases are wanted. */
  readonly accounts: readonly string[];
  readonly now: () => Date;
}

export type RoleModels = { readonly [role in Role]: readonly RoleModel[] };

/** The registry that ships, and the user's own file. */
export function modelRegistry({ userFolder }: Pick<Settings, "userFolder">): ModelRegistry {
  return loadModels([join(contentFolder, "models.yaml"), join(userFolder, "models.yaml")]);
}

/** The models of each role, ready to be asked; empty lists where none is configured. Throws AppError("usage") for a name that nobody knows. */
export function openRoleModels(options: OpenModels): RoleModels {
  const registry = withOwn(options.registry, options.own ?? {});
  const aliases = options.aliases === true ? new Aliases(options.accounts) : undefined;
  const open = (role: Role): readonly RoleModel[] => {
    const { promptTokens, maxOutputTokens } = registry.roles[role];
    const entries = chooseModels(registry, role, {
      usable: (entry) => isUsable(entry, options),
      ...(options.model !== undefined && { model: options.model }),
      ...(options.models && { roles: options.models }),
    });
    return entries.map((entry) => {
      const metered = options.meter.metered(chatOf(entry, options), role, entry);
      const redacted = withRedaction(metered, redactText);
      return {
        id: entry.id,
        chat: aliases ? withAliases(redacted, aliases) : redacted,
        promptTokens,
        ...(maxOutputTokens !== undefined && { maxOutputTokens }),
        costOf: (tokens) => costOf(entry, tokens),
      };
    });
  };
  return {
    router: open("router"),
    orchestrator: open("orchestrator"),
    coder: open("coder"),
    reviewer: open("reviewer"),
    analyst: open("analyst"),
  };
}

/** One model of the registry, as it is asked anywhere: keys and credentials from the settings. */
export function chatOf(
  entry: ModelEntry,
  { settings, own = {}, now }: Pick<OpenModels, "settings" | "own" | "now">,
): Chat {
  const mine = own[entry.id];
  if (mine) return readyChat(openOwn(mine), entry);
  const apiKey = entry.keyVariable === undefined ? undefined : settings.secret(entry.keyVariable);
  const region = settings.region ?? "us-east-1";
  return openChat({
    entry,
    access: {
      region,
      ...(apiKey !== undefined && { apiKey }),
      ...(entry.provider === "bedrock" && { credentials: bedrockCredentials(settings, region, now) }),
    },
  });
}

/** Who pays for Bedrock is who asks: the same profile or keys as for the account, without an assumed role. */
function bedrockCredentials({ keys, profile }: Settings, region: string, now: () => Date) {
  return createAuthenticate({
    region,
    now,
    ...(keys && { credentials: keys }),
    ...(profile !== undefined && { profile }),
  });
}

/** A model that needs a key can be used where the key is set. */
export function isUsable(
  entry: ModelEntry,
  { settings, own = {} }: Pick<OpenModels, "settings" | "own">,
): boolean {
  if (Object.hasOwn(own, entry.id) || entry.keyVariable === undefined) return true;
  return entry.provider === "openai-compatible" || settings.secret(entry.keyVariable) !== undefined;
}

/** Own models stand in the registry like any other, without a price, and in every role where nothing else is wanted. */
function withOwn(registry: ModelRegistry, own: OwnModels): ModelRegistry {
  const ids = Object.keys(own);
  if (ids.length === 0) return registry;
  const entries = ids.map((id) =>
    ModelEntry.parse({ id, provider: "openai-compatible", structured: "prompt" }),
  );
  const first = (role: Role) => ({
    ...registry.roles[role],
    models: [...ids, ...registry.roles[role].models],
  });
  return {
    models: [...registry.models.filter(({ id }) => !ids.includes(id)), ...entries],
    roles: {
      router: first("router"),
      orchestrator: first("orchestrator"),
      coder: first("coder"),
      reviewer: first("reviewer"),
      analyst: first("analyst"),
    },
  };
}
