import type { Service } from "../service.ts";
import { effects } from "./effects.ts";
import { readers as accessFactsReaders } from "./access-facts.ts";

export const organizations: Service = {
  name: "organizations",
  readers: accessFactsReaders,
  checks: [],
  effects,
};
