import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { checks as listChecksChecks } from "./list-checks.ts";
import { checks as storageClassChecksChecks } from "./storage-class-checks.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";
import { readers as factsReaders } from "./facts.ts";

export const s3: Service = {
  name: "s3",
  readers: [...accessFactsReaders, ...factsReaders],
  checks: [...checksChecks, ...listChecksChecks, ...storageClassChecksChecks],
  effects,
};
