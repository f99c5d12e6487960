import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createActions } from "../../../src/aws/needs/actions.ts";
import { createEffects } from "../../../src/aws/effects.ts";
import { loadIamCatalog } from "../../../src/aws/needs/iam-catalog.ts";
import { loadServiceModels } from "../../../src/aws/load-service-models.ts";
import { parsePrices } from "../../../src/aws/price.ts";
import type { ServiceModel } from "../../../src/aws/service-models.ts";
import { readSettings } from "../../../src/app/config.ts";
import { contentFolder } from "../../../src/app/package-folder.ts";
import type { EffectReview } from "../../../src/core/effect.ts";
import { ensurePython } from "../../../src/sandbox/python/python-environment.ts";
import { services } from "../../../src/services/services.ts";

export interface ReviewedOperation {
  readonly service: string;
  readonly operation: string;
  readonly name: string;
  readonly model: ServiceModel;
  readonly review: EffectReview;
  /** What the IAM reference calls its action. */
  readonly level: string | undefined;
}

/** Every operation of every supported service of the botocore in use, with its review. */
export async function shippedOperations() {
  const { cache } = readSettings();
  const python = await ensurePython({ cacheFolder: cache, report: () => undefined });
  const models = loadServiceModels({
    dataFolder: join(python.sitePackages, "botocore", "data"),
    cacheFolder: cache,
  });
  const catalog = loadIamCatalog();
  const actions = createActions({ models, catalog });
  const reviewed = new Map(services.map((service) => [service.name, service.effects]));
  const review = createEffects({ reviewed, actions, catalog });
  const operations = services.flatMap(({ name }): readonly ReviewedOperation[] => {
    const model = models.model(name);
    if (!model) return [];
    return Object.keys(model.operations).map((operation) => {
      const said = review(name, operation);
      const [prefix = "", action = ""] = said.action.split(":");
      const level = catalog.action(prefix, action)?.accessLevel;
      return { service: name, operation, name: `${name}:${operation}`, model, review: said, level };
    });
  });
  return {
    operations,
    models,
    review,
    prices: parsePrices(readFileSync(join(contentFolder, "prices.yaml"), "utf8")),
  };
}

/** What passes with no flag at all. */
export function isAllowedByDefault({ review }: Pick<ReviewedOperation, "review">): boolean {
  return (
    review.reviewed &&
    review.effects.every((effect) => effect === "pure" || effect === "logs" || effect === "costs")
  );
}
