import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const sts: Service = { name: "sts", readers: [], checks: [], effects };
