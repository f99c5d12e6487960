import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const ecs: Service = { name: "ecs", readers: [], checks: [], effects };
