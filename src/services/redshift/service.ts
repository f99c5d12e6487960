import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const redshift: Service = { name: "redshift", readers: [], checks: [], effects };
