import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const firehose: Service = { name: "firehose", readers: [], checks: [], effects };
