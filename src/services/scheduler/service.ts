import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const scheduler: Service = { name: "scheduler", readers: [], checks: [], effects };
