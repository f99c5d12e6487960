import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const ce: Service = { name: "ce", readers: [], checks: [], effects };
