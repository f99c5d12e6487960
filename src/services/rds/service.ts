import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { checks as eventChecksChecks } from "./event-checks.ts";
import { checks as exposureCheckChecks } from "./exposure-check.ts";
import { checks as listChecksChecks } from "./list-checks.ts";
import { effects } from "./effects.ts";
import { readers as factsReaders } from "./facts.ts";

export const rds: Service = {
  name: "rds",
  readers: factsReaders,
  checks: [...checksChecks, ...eventChecksChecks, ...exposureCheckChecks, ...listChecksChecks],
  effects,
};
