import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const cloudfront: Service = { name: "cloudfront", readers: [], checks: [], effects };
