import type { Service } from "../service.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";
import { readers as factsReaders } from "./facts.ts";

export const efs: Service = { name: "efs", readers: [...factsReaders, ...accessFactsReaders], checks: [], effects };
