import type { Service } from "../service.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";

export const apigateway: Service = { name: "apigateway", readers: accessFactsReaders, checks: [], effects };
