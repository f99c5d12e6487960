import { defineConfig } from "vitest/config";

// Continuous integration reads the counts from this file; Vitest's closing lines are for people.
const results = process.env["NEPHOSCOPE_TEST_RESULTS"];

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // Two cores: more workers only take turns, and the real simulator and sandboxes need room beside them.
    maxWorkers: 2,
    ...(results && { reporters: ["default", ["json", { outputFile: results }]] }),
  },
});
