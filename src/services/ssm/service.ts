import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const ssm: Service = { name: "ssm", readers: [], checks: [], effects };
