import type { Service } from "../service.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";
import { readers as factsReaders } from "./facts.ts";

export const ecr: Service = {
  name: "ecr",
  readers: [...accessFactsReaders, ...factsReaders],
  checks: [],
  effects,
};
