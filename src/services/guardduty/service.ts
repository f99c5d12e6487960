import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const guardduty: Service = { name: "guardduty", readers: [], checks: [], effects };
