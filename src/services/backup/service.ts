import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const backup: Service = { name: "backup", readers: [], checks: [], effects };
