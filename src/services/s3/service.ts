import type { Service } from "../service.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";

export const s3: Service = { name: "s3", readers: accessFactsReaders, checks: [], effects: {} };
