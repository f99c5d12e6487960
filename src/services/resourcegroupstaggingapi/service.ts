import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const resourcegroupstaggingapi: Service = {
  name: "resourcegroupstaggingapi",
  readers: [],
  checks: [],
  effects,
};
