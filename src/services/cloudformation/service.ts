import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { effects } from "./effects.ts";
import { readers as factsReaders } from "./facts.ts";

export const cloudformation: Service = {
  name: "cloudformation",
  readers: factsReaders,
  checks: checksChecks,
  effects,
};
