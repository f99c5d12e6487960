import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { checks as listChecksChecks } from "./list-checks.ts";
import { effects } from "./effects.ts";
import { readers as factsReaders } from "./facts.ts";

export const cloudwatch: Service = {
  name: "cloudwatch",
  readers: factsReaders,
  checks: [...checksChecks, ...listChecksChecks],
  effects,
};
