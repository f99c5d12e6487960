import type { Service } from "../service.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";

export const iam: Service = { name: "iam", readers: accessFactsReaders, checks: [], effects: {} };
