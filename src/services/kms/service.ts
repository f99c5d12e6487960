import type { Service } from "../service.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";

export const kms: Service = { name: "kms", readers: accessFactsReaders, checks: [], effects: {} };
