import { join } from "node:path";
import { symptomsOf } from "../../content/load-playbooks.ts";
import { Meter, type ModelBudget, type ModelUse } from "../../models/meter.ts";
import { playbookReasoner } from "../../reason/playbook/playbook-reasoner.ts";
import type { Reasoner } from "../../reason/reason.ts";
import type { Account } from "../places/account.ts";
import { modelRegistry, openRoleModels, type ModelOptions, type OwnModels } from "./open-models.ts";
import { contentFolder } from "../package-folder.ts";
import { openScriptLibrary } from "../prompts/script-library.ts";
import type { Workshop } from "../workshop.ts";

export interface ReasonerOptions extends ModelOptions {
  /** Use no model at all. */
  readonly offline?: boolean;
  /** A second model reads each script before it runs. */
  readonly review?: boolean;
  readonly modelBudget?: ModelBudget;
  /** `model`: the coder writes every script, also where a canonical one is at hand. */
  readonly scripts?: "canonical" | "model";
  /** Offer the coder the scripts that were kept from earlier runs; default true. */
  readonly library?: boolean;
}

export interface ReasonerOf {
  readonly workshop: Workshop;
  readonly options: ReasonerOptions;
  readonly account: Pick<Account, "account" | "region"> & {
    readonly targets?: readonly { readonly account: string }[];
  };
  readonly own?: OwnModels;
  /** What models used in this run before. */
  readonly spent?: readonly ModelUse[];
  /** The user's own words. */
  readonly question?: string;
  /** What stood for what in this run before. */
  readonly knownAliases?: Readonly<Record<string, string>>;
  readonly now: () => Date;
}

/** Who decides: the models that are configured, or, where none is or none is wanted, the playbooks. */
export async function reasonerOf({
  workshop,
  options,
  account,
  own,
  spent = [],
  question,
  knownAliases,
  now,
}: ReasonerOf): Promise<Reasoner> {
  const code = await playbooks(workshop);
  if (options.offline === true) return code;
  const { settings } = workshop;
  const models = openRoleModels({
    ...options,
    settings,
    registry: modelRegistry(settings),
    meter: new Meter(options.modelBudget, spent),
    accounts: [account.account, ...(account.targets ?? []).map((target) => target.account)],
    now,
    ...(question !== undefined && { question }),
    ...(knownAliases && { knownAliases }),
    ...(own && { own }),
  });
  if (models.orchestrator.length === 0 && models.coder.length === 0 && models.analyst.length === 0)
    return code;
  const [{ createModelReasoner }, { loadPrompts }] = await Promise.all([
    import("../../reason/model/model-reasoner.ts"),
    import("../../content/load-prompts.ts"),
  ]);
  const [prompts, probes, known] = await Promise.all([
    loadPrompts([join(contentFolder, "prompts"), join(settings.userFolder, "prompts")]),
    workshop.probes(),
    workshop.playbooks(),
  ]);
  const library = options.library === false ? undefined : await openScriptLibrary(workshop, account);
  const checker = await workshop.checker();
  const callsIn = async (text: string) => {
    const { calls } = await checker.check({ code: text, account: account.account, region: account.region });
    return calls.map(({ service, operation, line }) => `${service}:${operation} (line ${line})`);
  };
  return createModelReasoner({
    code,
    models,
    prompts,
    probes,
    symptoms: symptomsOf(known),
    ...(options.scripts && { scripts: options.scripts }),
    ...(library && { library }),
    ...(options.review === true && { callsIn }),
  });
}

/** The reasoner that needs no model. */
export async function playbooks(workshop: Workshop): Promise<Reasoner> {
  const [probes, known] = await Promise.all([workshop.probes(), workshop.playbooks()]);
  return playbookReasoner({ checks: workshop.checks, probes, playbooks: known });
}
