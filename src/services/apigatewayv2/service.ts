import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const apigatewayv2: Service = { name: "apigatewayv2", readers: [], checks: [], effects };
