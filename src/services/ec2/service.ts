import type { Service } from "../service.ts";
import { readers as factsReaders } from "./facts.ts";
import { readers as networkFactsReaders } from "./network-facts.ts";

export const ec2: Service = { name: "ec2", readers: [...factsReaders, ...networkFactsReaders], checks: [], effects: {} };
