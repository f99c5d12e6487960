import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createActions } from "../aws/needs/actions.ts";
import { createEffects } from "../aws/effects.ts";
import { loadIamCatalog } from "../aws/needs/iam-catalog.ts";
import { parsePrices, priceOf } from "../aws/price.ts";
import { loadWireIndex } from "../aws/decode/load-wire-index.ts";
import { createNeeds } from "../aws/needs/needs.ts";
import { loadServiceModels } from "../aws/load-service-models.ts";
import { trustAuthorities } from "../aws/send/trust-authorities.ts";
import { loadPlaybooks } from "../content/load-playbooks.ts";
import { loadProbes } from "../content/load-probes.ts";
import type { Sandbox } from "../core/sandbox.ts";
import type { FactReader } from "../facts/reader.ts";
import { ensurePython } from "../sandbox/python/python-environment.ts";
import { createScriptChecker } from "../script/check-script.ts";
import type { PriceOf } from "../script/estimate.ts";
import type { Service } from "../services/service.ts";
import { services as shippedServices } from "../services/services.ts";
import type { Settings } from "./config.ts";
import { once } from "./once.ts";
import { readySandbox } from "./ready-sandbox.ts";
import { openStore } from "./open-store.ts";
import { tracedStore } from "./trace/traced-store.ts";
import { Tracing } from "./trace/tracing.ts";
import { rememberChecks } from "./remember-checks.ts";
import { contentFolder, servicesFolder } from "./package-folder.ts";

export interface WorkshopOptions {
  readonly settings: Settings;
  /** What setting up does, a line each. */
  readonly report: (line: string) => void;
  /** A user's own services beside those that ship. */
  readonly services?: readonly Service[];
  /** A user's own isolation instead of the one that the settings name. */
  readonly ownSandbox?: Sandbox;
  readonly signal?: AbortSignal;
  readonly now?: () => Date;
}

export type Workshop = ReturnType<typeof openWorkshop>;

/** The tools that jobs share, each made on first use and put away together. */
export function openWorkshop({
  settings,
  report,
  services: own = [],
  ownSandbox,
  signal,
  now = () => new Date(),
}: WorkshopOptions) {
  if (settings.caBundle !== undefined) trustAuthorities(settings.caBundle);
  const services = [...shippedServices, ...own];
  const closing = new AsyncDisposableStack();
  const closes = <T extends AsyncDisposable | Disposable>(tool: T): T => closing.use(tool);
  const database = join(settings.home, "nephoscope.db");
  const python = once(() => ensurePython({ cacheFolder: settings.cache, report, ...(signal && { signal }) }));
  const botocore = async () => ({
    dataFolder: join((await python()).sitePackages, "botocore", "data"),
    cacheFolder: settings.cache,
  });
  const models = once(async () => loadServiceModels(await botocore()));
  const reviewed = new Map(services.map((service) => [service.name, service.effects]));
  const catalog = once(() => loadIamCatalog());
  const actions = once(async () => createActions({ models: await models(), catalog: catalog() }));
  const effects = once(async () => createEffects({ reviewed, actions: await actions(), catalog: catalog() }));
  const prices = once(() => parsePrices(readFileSync(join(contentFolder, "prices.yaml"), "utf8")));
  const userFolder = (name: string) =>
    [join(settings.userFolder, name)].filter((folder) => existsSync(folder));
  /** Checks every text anew. */
  const freshChecker = once(async () => {
    const parts = { models: await models(), catalog: catalog(), actions: await actions() };
    const price: PriceOf = (service, operation, params) => priceOf(prices(), service, operation, params);
    return createScriptChecker({
      ...parts,
      needs: createNeeds(parts),
      effects: await effects(),
      price,
    });
  });
  const tracing = once(() => closes(new Tracing({ settings, store: store(), now, report })));
  // What is being sent is put away before the store is closed.
  const store = once(() => closes(openStore({ settings, database, report, now })));
  return {
    settings,
    services,
    database,
    readers: services.flatMap((service): readonly FactReader[] => service.readers),
    checks: services.flatMap((service) => service.checks),
    python,
    models,
    index: once(async () => loadWireIndex(await botocore())),
    catalog,
    reviewed,
    effects,
    prices,
    store: once(() => {
      const tracer = tracing();
      return tracedStore(store(), (run) => tracer.begin(run));
    }),
    tracing,
    report,
    probes: once(() => loadProbes([servicesFolder, ...userFolder("services")])),
    playbooks: once(() => loadPlaybooks([join(contentFolder, "playbooks"), ...userFolder("playbooks")])),
    freshChecker,
    checker: once(async () => {
      const remembered = { cacheFolder: settings.cache, models: (await python()).botocore };
      return closes(rememberChecks(await freshChecker(), remembered));
    }),
    sandbox: once(async () => ownSandbox ?? closes(await readySandbox({ settings, python, report }))),
    closes,
    [Symbol.asyncDispose]: () => closing[Symbol.asyncDispose](),
  };
}
