import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const acm: Service = { name: "acm", readers: [], checks: [], effects };
