import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { checks as zoneChecksChecks } from "./zone-checks.ts";
import { effects } from "./effects.ts";
import { readers as factsReaders } from "./facts.ts";

export const route53: Service = {
  name: "route53",
  readers: factsReaders,
  checks: [...checksChecks, ...zoneChecksChecks],
  effects,
};
