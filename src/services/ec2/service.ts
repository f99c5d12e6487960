import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { checks as connectivityChecksChecks } from "./connectivity-checks.ts";
import { checks as exposureChecksChecks } from "./exposure-checks.ts";
import { checks as listChecksChecks } from "./list-checks.ts";
import { checks as wasteChecksChecks } from "./waste-checks.ts";
import { effects } from "./effects.ts";
import { readers as factsReaders } from "./facts.ts";

export const ec2: Service = {
  name: "ec2",
  readers: factsReaders,
  checks: [
    ...checksChecks,
    ...connectivityChecksChecks,
    ...exposureChecksChecks,
    ...listChecksChecks,
    ...wasteChecksChecks,
  ],
  effects,
};
