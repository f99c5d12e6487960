import type { Service } from "../service.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";

export const backup: Service = { name: "backup", readers: accessFactsReaders, checks: [], effects };
