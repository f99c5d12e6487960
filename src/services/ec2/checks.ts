import type { Check } from "../../diagnose/check.ts";
import { idleResources } from "./idle-checks.ts";
import { cpuCredits, saturation } from "./load-checks.ts";
import { volumeLoad, volumeZone } from "./volume-checks.ts";

/** Faults of instances and volumes: credits, space, disks; and what is paid for without use. */
export const checks: readonly Check[] = [cpuCredits, saturation, volumeZone, volumeLoad, idleResources];
