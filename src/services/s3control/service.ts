import type { Service } from "../service.ts";
import { effects } from "./effects.ts";

export const s3control: Service = { name: "s3control", readers: [], checks: [], effects };
