import { fileURLToPath } from "node:url";

/** The service folders with their probes: `src/services/` or `dist/services/`. */
export const servicesFolder = fileURLToPath(new URL("../services/", import.meta.url));

export const contentFolder = fileURLToPath(new URL("../../content/", import.meta.url));

export const pythonFolder = fileURLToPath(new URL("../../python/", import.meta.url));
