import type { Service } from "../service.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";

export const secretsmanager: Service = {
  name: "secretsmanager",
  readers: accessFactsReaders,
  checks: [],
  effects,
};
