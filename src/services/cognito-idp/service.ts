import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const cognitoIdp: Service = { name: "cognito-idp", readers: [], checks: [], effects };
