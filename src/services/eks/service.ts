import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const eks: Service = { name: "eks", readers: [], checks: [], effects };
