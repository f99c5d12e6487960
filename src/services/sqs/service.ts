import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { checks as listChecksChecks } from "./list-checks.ts";
import { checks as settingChecksChecks } from "./setting-checks.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";
import { readers as factsReaders } from "./facts.ts";

export const sqs: Service = {
  name: "sqs",
  readers: [...accessFactsReaders, ...factsReaders],
  checks: [...checksChecks, ...listChecksChecks, ...settingChecksChecks],
  effects,
};
