import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { checks as functionCheckChecks } from "./function-check.ts";
import { effects } from "./effects.ts";
import { readers as factsReaders } from "./facts.ts";

export const stepfunctions: Service = {
  name: "stepfunctions",
  readers: factsReaders,
  checks: [...checksChecks, ...functionCheckChecks],
  effects,
};
