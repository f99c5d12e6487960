import { join } from "node:path";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { z } from "zod";
import { createAuthenticate } from "../../aws/send/authenticate.ts";
import { loadModels, ModelEntry } from "../../content/load-models.ts";
import type { ModelRegistry, Role } from "../../content/load-models.ts";
import { chooseModels } from "../../models/choose-models.ts";
import { costOf, type Meter } from "../../models/meter.ts";
import type { Chat } from "../../models/models.ts";
import { openChat, readyChat } from "../../models/open-chat.ts";
import { openOwn } from "../../models/providers/own.ts";
import { withBreaker } from "../../models/with-breaker.ts";
import { withCache } from "../../models/with-cache.ts";
import { Aliases } from "../../models/aliases/aliases.ts";
import { withVeil, type Veil } from "../../models/with-veil.ts";
import type { RoleModel } from "../../reason/model/ask-role.ts";
import { answerFiles } from "./answer-files.ts";
import { promptRedactor } from "./prompt-redactor.ts";
import { AppError } from "../../core/errors.ts";
import type { Settings } from "../config.ts";
import { contentFolder } from "../package-folder.ts";

export interface ModelOptions {
  /** For every role; an id of the registry. */
  readonly model?: string;
  readonly models?: { readonly [role in Role]?: string };
  /** Other numbers stand for account ids and addresses in everything that goes to a model. */
  readonly aliases?: boolean;
  /** The same question to the same model is answered from what it said before; kept in files of this user. */
  readonly reuseAnswers?: boolean;
}

/** Chat models of the user's own, as LangChain knows them, by the id that `model` names. */
export type OwnModels = { readonly [id: string]: BaseChatModel };

export interface OpenModels extends ModelOptions {
  readonly settings: Settings;
  readonly registry: ModelRegistry;
  readonly meter: Meter;
  /** Chat models of the user's own, by the id that `model` names. */
  readonly own?: OwnModels;
  /** Account ids that are hidden where aliases are wanted, beside those that a text gives away. */
  readonly accounts: readonly string[];
  /** The user's own words, which may hold a secret. */
  readonly question?: string;
  /** What stood for what in the same run before. */
  readonly knownAliases?: Readonly<Record<string, string>>;
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
  const veil = veilOf(options, registry.models);
  // One for all roles: what one of them learnt of a dead server the others need not learn again.
  const chats = new Map<string, Chat>();
  const lasting = (entry: ModelEntry): Chat => {
    const known = chats.get(entry.id);
    if (known) return known;
    const chat = withBreaker(chatOf(entry, options));
    chats.set(entry.id, chat);
    return chat;
  };
  const open = (role: Role): readonly RoleModel[] => {
    const { promptTokens, maxOutputTokens } = registry.roles[role];
    const entries = chooseModels(registry, role, {
      usable: (entry) => isUsable(entry, options),
      ...(options.model !== undefined && { model: options.model }),
      ...(options.models && { roles: options.models }),
    });
    return entries.map((entry) => {
      const asked = lasting(entry);
      const chat =
        options.reuseAnswers === true
          ? withCache(asked, entry.id, answerFiles(join(options.settings.home, "model-answers")))
          : asked;
      return {
        id: entry.id,
        chat: withVeil(options.meter.metered(chat, role, entry), veil),
        veil,
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

/** What every text passes on its way to a model: secrets are blinded, and aliases put in where they are wanted. One for all roles of a run. */
function veilOf(
  { settings, aliases: wanted, accounts, knownAliases, question }: OpenModels,
  models: ModelRegistry["models"],
): Veil {
  const redact = promptRedactor(settings, models, question);
  if (wanted !== true) return { out: redact, back: (text) => text };
  const aliases = new Aliases(accounts, knownAliases);
  return {
    out: (text) => aliases.hide(redact(text)),
    back: (text) => aliases.show(text),
    aliases: () => aliases.known(),
  };
}

/** One model of the registry, as it is asked anywhere: keys and credentials from the settings. */
export function chatOf(
  entry: ModelEntry,
  { settings, own = {}, now }: Pick<OpenModels, "settings" | "own" | "now">,
): Chat {
  const mine = Object.hasOwn(own, entry.id) ? own[entry.id] : undefined;
  if (mine) return readyChat(openOwn(mine), entry);
  const apiKey = entry.keyVariable === undefined ? undefined : settings.secret(entry.keyVariable);
  const region = settings.region ?? "us-east-1";
  return openChat({
    entry,
    access: {
      region,
      ...(apiKey !== undefined && { apiKey }),
      ...(settings.proxy && { proxy: settings.proxy }),
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
  const entries = ids.map((id) => {
    const entry = ModelEntry.safeParse({ id, provider: "openai-compatible", structured: "prompt" });
    if (entry.success) return entry.data;
    throw new AppError("usage", `"${id}" is no id of a model: ${z.prettifyError(entry.error)}`, {
      next: "Give your chat model an id of letters, digits and -._/:@, as in models: { mine: model }.",
    });
  });
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
