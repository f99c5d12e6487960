import type { Check } from "../../diagnose/check.ts";
import { idle } from "./idle-check.ts";
import { connections, saturation, storage } from "./load-checks.ts";
import { pendingReboot, status } from "./state-checks.ts";

/** Faults of database instances: state, space, connections, load, waiting changes. */
export const checks: readonly Check[] = [status, storage, connections, saturation, pendingReboot, idle];
