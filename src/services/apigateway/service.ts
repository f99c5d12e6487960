import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const apigateway: Service = { name: "apigateway", readers: [], checks: [], effects };
