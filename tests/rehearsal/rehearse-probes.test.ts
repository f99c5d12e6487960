import { expect, it } from "vitest";
import { rehearseProbes } from "./rehearse-probes.ts";

// Lists in two pages (which holds what `minimal` does), nothing there, and every call denied; `npm run rehearse` does all situations.
it("every probe gets through rehearsal", async () => {
  const runs = await rehearseProbes(["paged", "empty", "denied"]);
  expect(new Set(runs.map(({ probe }) => probe)).size).toBeGreaterThan(100);
  expect(runs.filter(({ result }) => result !== "passed" && result !== "stopped")).toEqual([]);
});
