import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { checks as groupChecksChecks } from "./group-checks.ts";
import { effects } from "./effects.ts";
import { readers as factsReaders } from "./facts.ts";

export const autoscaling: Service = {
  name: "autoscaling",
  readers: factsReaders,
  checks: [...checksChecks, ...groupChecksChecks],
  effects,
};
