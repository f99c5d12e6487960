import type { Check } from "../../diagnose/check.ts";
import { aclSupport, deletedObject, lifecycle } from "./object-checks.ts";
import { standards } from "./posture-checks.ts";
import { notification, replication } from "./flow-checks.ts";

/** Faults of buckets: what deletes, hides or does not pass on objects, and how they are kept. */
export const checks: readonly Check[] = [
  lifecycle,
  deletedObject,
  replication,
  notification,
  aclSupport,
  standards,
];
