import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { effects } from "./effects.ts";
import { readers as factsReaders } from "./facts.ts";

export const apigatewayv2: Service = {
  name: "apigatewayv2",
  readers: factsReaders,
  checks: checksChecks,
  effects,
};
