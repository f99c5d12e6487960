import type { Service } from "../service.ts";
import { checks as aliasCheckChecks } from "./alias-check.ts";
import { checks as checksChecks } from "./checks.ts";
import { checks as listChecksChecks } from "./list-checks.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";
import { readers as factsReaders } from "./facts.ts";

export const lambda: Service = {
  name: "lambda",
  readers: [...accessFactsReaders, ...factsReaders],
  checks: [...aliasCheckChecks, ...checksChecks, ...listChecksChecks],
  effects,
};
