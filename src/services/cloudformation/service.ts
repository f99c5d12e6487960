import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const cloudformation: Service = { name: "cloudformation", readers: [], checks: [], effects };
