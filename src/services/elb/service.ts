import type { Service } from "../service.ts";
import { readers as factsReaders } from "./facts.ts";

export const elb: Service = { name: "elb", readers: factsReaders, checks: [], effects: {} };
