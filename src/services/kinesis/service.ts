import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";
import { readers as factsReaders } from "./facts.ts";

export const kinesis: Service = {
  name: "kinesis",
  readers: [...accessFactsReaders, ...factsReaders],
  checks: checksChecks,
  effects,
};
