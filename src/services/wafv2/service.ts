import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const wafv2: Service = { name: "wafv2", readers: [], checks: [], effects };
