import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { checks as idleCheckChecks } from "./idle-check.ts";
import { effects } from "./effects.ts";
import { readers as factsReaders } from "./facts.ts";

export const elbv2: Service = {
  name: "elbv2",
  readers: factsReaders,
  checks: [...checksChecks, ...idleCheckChecks],
  effects,
};
