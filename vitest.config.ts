import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Continuous integration reads the counts from this file; Vitest's closing lines are for people.
const results = process.env["NEPHOSCOPE_TEST_RESULTS"];

/** Suites of whole runs. One of them begun last would leave the other core idle for a minute. */
const wholeRuns =
  /\/tests\/(?:scenarios|red-team|chat|budgets|least-privilege|fan-out|rehearsal|conformance\/sandbox)\//;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const [long, short] = [true, false].map((wanted) =>
      sorted.filter(({ moduleId }) => wholeRuns.test(moduleId) === wanted),
    );
    return [...(long ?? []), ...(short ?? [])];
  }
}

/** Tests of rules: they start nothing and change nothing that others see. */
const rules = [
  "src/**/*.test.ts",
  "tests/oracle/**/*.test.ts",
  "tests/conformance/{checkpointer,effects,encode,wire}/*.test.ts",
];
/** Its variables of the environment are read once in a process. */
const ownProcess = ["src/agent/no-ambient-tracing.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // Two cores: more workers only take turns, and the real simulator and sandboxes need room beside them.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "suites",
          include: ["tests/**/*.test.ts", ...ownProcess],
          exclude: rules.filter((each) => !each.startsWith("src")),
        },
      },
      // A process for each file would take longer than its tests do.
      { extends: true, test: { name: "rules", include: rules, exclude: ownProcess, isolate: false } },
    ],
    ...(results && { reporters: ["default", ["json", { outputFile: results }]] }),
  },
});
