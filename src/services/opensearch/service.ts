import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const opensearch: Service = { name: "opensearch", readers: [], checks: [], effects };
