import { z } from "zod";
import { DoctorReport } from "../core/doctor.ts";
import { EffectReview } from "../core/effect.ts";
import { Envelope, EventBody } from "../core/event.ts";
import { AccessRecord, PathRecord } from "../core/explain-record.ts";
import type { Json } from "../core/json.ts";
import { RunRecord } from "../core/record.ts";
import { ScriptCheck } from "../core/script.ts";

/** The JSON Schemas (draft 2020-12) of everything that others read. */
export function publishedSchemas(): { readonly [name: string]: Json } {
  const schemas = {
    "run-record": RunRecord,
    "access-record": AccessRecord,
    "path-record": PathRecord,
    "script-check": ScriptCheck,
    event: z.intersection(Envelope, EventBody),
    effects: z.array(EffectReview),
    doctor: DoctorReport,
  };
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      z.json().parse(JSON.parse(JSON.stringify(z.toJSONSchema(schema, { unrepresentable: "any" })))),
    ]),
  );
}
