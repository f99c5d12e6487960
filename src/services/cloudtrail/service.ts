import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { effects } from "./effects.ts";
import { readers as factsReaders } from "./facts.ts";

export const cloudtrail: Service = {
  name: "cloudtrail",
  readers: factsReaders,
  checks: checksChecks,
  effects,
};
