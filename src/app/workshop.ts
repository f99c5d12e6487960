import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createActions } from "../aws/actions.ts";
import { createEffects } from "../aws/effects.ts";
import { loadIamCatalog } from "../aws/iam-catalog.ts";
import { parsePrices, priceOf } from "../aws/price.ts";
import { loadWireIndex } from "../aws/load-wire-index.ts";
import { createResources } from "../aws/resources.ts";
import { loadServiceModels } from "../aws/load-service-models.ts";
import { loadPlaybooks } from "../content/load-playbooks.ts";
import { loadProbes } from "../content/load-probes.ts";
import { AppError } from "../core/errors.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { FactReader } from "../facts/reader.ts";
import { createBubblewrapSandbox } from "../sandbox/bubblewrap.ts";
import { ensureBubblewrap } from "../sandbox/ensure-bubblewrap.ts";
import { createNoSandbox } from "../sandbox/none.ts";
import { ensurePython } from "../sandbox/python-environment.ts";
import type { PythonEnvironment } from "../sandbox/python-environment.ts";
import { createScriptChecker } from "../script/check-script.ts";
import type { PriceOf } from "../script/estimate.ts";
import type { Service } from "../services/service.ts";
import { services as shippedServices } from "../services/services.ts";
import { createSqliteStore } from "../store/sqlite-store.ts";
import type { Settings } from "./config.ts";
import { once } from "./once.ts";
import { rememberChecks } from "./remember-checks.ts";
import { contentFolder, servicesFolder } from "./package-folder.ts";

export interface WorkshopOptions {
  readonly settings: Settings;
  /** What setting up does, a line each. */
  readonly report: (line: string) => void;
  /** A user's own services beside those that ship. */
  readonly services?: readonly Service[];
  readonly signal?: AbortSignal;
}

export type Workshop = ReturnType<typeof openWorkshop>;

/** The tools that jobs share, each made on first use and put away together. */
export function openWorkshop({ settings, report, services: own = [], signal }: WorkshopOptions) {
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
      mkdirSync(settings.home, { recursive: true, mode: 0o700 });
      return closes(createSqliteStore({ file: database }));
    }),
    probes: once(() => loadProbes([servicesFolder, ...userFolder("services")])),
    playbooks: once(() => loadPlaybooks([join(contentFolder, "playbooks"), ...userFolder("playbooks")])),
    checker: once(async () => {
      const parts = { models: await models(), catalog: catalog(), actions: await actions() };
      const price: PriceOf = (service, operation, params) => priceOf(prices(), service, operation, params);
      const checker = createScriptChecker({
        ...parts,
        resources: createResources(parts),
        effects: await effects(),
        price,
      });
      return closes(
        rememberChecks(checker, { cacheFolder: settings.cache, models: (await python()).botocore }),
      );
    }),
    sandbox: once(async () => closes(await readySandbox(settings, python, report))),
    closes,
    [Symbol.asyncDispose]: () => closing[Symbol.asyncDispose](),
  };
}

/** The sandbox that was asked for, ready to use. A missing bubblewrap is installed where this process may; else AppError("environment") with the command. */
async function readySandbox(
  settings: Settings,
  python: () => Promise<PythonEnvironment>,
  report: (line: string) => void,
): Promise<Sandbox> {
  const sandbox = makeSandbox(settings, python);
  const missing = await sandbox.unavailable();
  if (!missing) return sandbox;
  await sandbox[Symbol.asyncDispose]();
  if (settings.sandbox !== "bubblewrap" || !missing.fix.includes("bubblewrap"))
    throw new AppError("environment", missing.why, { next: missing.fix });
  await ensureBubblewrap({ report });
  const again = makeSandbox(settings, python);
  const still = await again.unavailable();
  if (still) throw new AppError("environment", still.why, { next: still.fix });
  return again;
}

export function makeSandbox(settings: Settings, python: () => Promise<PythonEnvironment>): Sandbox {
  const runtimeParent =
    process.getuid?.() === 0 ? "/run/nephoscope" : join(settings.runtime ?? tmpdir(), "nephoscope");
  switch (settings.sandbox) {
    case "bubblewrap":
      return createBubblewrapSandbox({ python, runtimeParent });
    case "none":
      return createNoSandbox({ python, runtimeParent });
    case "container":
    case "landlock":
      throw new AppError("usage", `The ${settings.sandbox} sandbox is not part of this version.`, {
        next: "Use --sandbox bubblewrap.",
      });
  }
}
