import type { Service } from "../service.ts";
import { checks as checksChecks } from "./checks.ts";
import { readers as factsReaders } from "./facts.ts";

export const events: Service = { name: "events", readers: factsReaders, checks: checksChecks, effects: {} };
