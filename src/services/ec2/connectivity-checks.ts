import type { Check } from "../../diagnose/check.ts";
import { instanceState } from "./instance-state-check.ts";
import { networkPath } from "./connectivity/path-check.ts";

/** Checks of ways through the network and of the machines at their ends. */
export const checks: readonly Check[] = [networkPath, instanceState];
