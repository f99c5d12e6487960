import { z } from "zod";
import { AuditEntry } from "../core/audit/audit.ts";
import { DoctorReport, LiveReport } from "../core/record/doctor.ts";
import { EffectReview } from "../core/effect.ts";
import { Envelope, EventBody } from "../core/event.ts";
import { RunEstimate } from "../core/record/estimate.ts";
import { AccessRecord, PathRecord } from "../core/record/explain-record.ts";
import type { Json } from "../core/json/json.ts";
import { RunRecord } from "../core/record/record.ts";
import { RunPolicy } from "../core/record/run-policy.ts";
import { ScriptCheck } from "../core/script.ts";
import { ScriptTest } from "../core/record/script-test.ts";
import { Solution } from "../core/record/solution.ts";

/** The JSON Schemas (draft 2020-12) of everything that others read. */
export function publishedSchemas(): { readonly [name: string]: Json } {
  const schemas = {
    "run-record": RunRecord,
    "access-record": AccessRecord,
    "path-record": PathRecord,
    "script-check": ScriptCheck,
    "script-test": ScriptTest,
    "run-policy": RunPolicy,
    solution: Solution,
    estimate: RunEstimate,
    event: z.intersection(Envelope, EventBody),
    effects: z.array(EffectReview),
    doctor: DoctorReport,
    "doctor-live": LiveReport,
    "audit-entry": AuditEntry,
  };
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      z.json().parse(JSON.parse(JSON.stringify(z.toJSONSchema(schema, { unrepresentable: "any" })))),
    ]),
  );
}
