import type { Check } from "../../diagnose/check.ts";
import { targetHealth } from "./target-health-check.ts";

export const checks: readonly Check[] = [targetHealth];
