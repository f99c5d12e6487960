import type { Service } from "../service.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";

export const dynamodb: Service = { name: "dynamodb", readers: accessFactsReaders, checks: [], effects: {} };
