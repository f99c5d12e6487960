import type { Service } from "../service.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";

export const opensearch: Service = { name: "opensearch", readers: accessFactsReaders, checks: [], effects };
