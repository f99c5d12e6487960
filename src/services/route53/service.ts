import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const route53: Service = { name: "route53", readers: [], checks: [], effects };
