import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { checks as listChecksChecks } from "./list-checks.ts";
import { checks as metricFilterCheckChecks } from "./metric-filter-check.ts";
import { effects } from "./effects.ts";
import { readers as factsReaders } from "./facts.ts";

export const logs: Service = {
  name: "logs",
  readers: factsReaders,
  checks: [...checksChecks, ...listChecksChecks, ...metricFilterCheckChecks],
  effects,
};
