import type { Service } from "../service.ts";
import { checks as accessChecksChecks } from "./access-checks.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";

export const kms: Service = { name: "kms", readers: accessFactsReaders, checks: accessChecksChecks, effects };
