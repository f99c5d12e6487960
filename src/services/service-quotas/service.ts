import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const serviceQuotas: Service = { name: "service-quotas", readers: [], checks: [], effects };
