import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const efs: Service = { name: "efs", readers: [], checks: [], effects };
