import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const config: Service = { name: "config", readers: [], checks: [], effects };
