import type { Service } from "../service.ts";
import { effects } from "./effects.ts";
import { readers as factsReaders } from "./facts.ts";

export const elb: Service = { name: "elb", readers: factsReaders, checks: [], effects };
