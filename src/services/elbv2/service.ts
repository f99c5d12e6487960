import type { Service } from "../service.ts";
import { readers as factsReaders } from "./facts.ts";

export const elbv2: Service = { name: "elbv2", readers: factsReaders, checks: [], effects: {} };
