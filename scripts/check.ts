import { runTool } from "./run-tool.ts";

// Types, lint, format, dead code: all are run, so that one round shows everything.
const results = [
  runTool("tsc", ["--noEmit"]),
  runTool("oxlint", ["--type-aware", "--deny-warnings", "src", "tests", "scripts", "bench"]),
  runTool("oxfmt", ["--check", "src", "tests", "scripts", "bench"]),
  runTool("knip", []),
];
process.exit(results.every(Boolean) ? 0 : 1);
