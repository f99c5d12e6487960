import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { checks as featureChecksChecks } from "./feature-checks.ts";
import { checks as indexCheckChecks } from "./index-check.ts";
import { checks as listChecksChecks } from "./list-checks.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";
import { readers as factsReaders } from "./facts.ts";

export const dynamodb: Service = {
  name: "dynamodb",
  readers: [...accessFactsReaders, ...factsReaders],
  checks: [...checksChecks, ...featureChecksChecks, ...indexCheckChecks, ...listChecksChecks],
  effects,
};
