import { fileURLToPath } from "node:url";

/** Where the package lies: the parent of `src/` in a checkout, of `dist/` in a package. */
export const packageFolder = fileURLToPath(new URL("../../", import.meta.url));

/** The service folders with their probes: `src/services/` or `dist/services/`. */
export const servicesFolder = fileURLToPath(new URL("../services/", import.meta.url));

export const contentFolder = fileURLToPath(new URL("../../content/", import.meta.url));

export const pythonFolder = fileURLToPath(new URL("../../python/", import.meta.url));
