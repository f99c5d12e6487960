import type { Service } from "../service.ts";
import { checks as accessChecksChecks } from "./access-checks.ts";
import { checks as userChecksChecks } from "./user-checks.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";
import { readers as credentialFactsReaders } from "./credential-facts.ts";

export const iam: Service = {
  name: "iam",
  readers: [...accessFactsReaders, ...credentialFactsReaders],
  checks: [...accessChecksChecks, ...userChecksChecks],
  effects,
};
