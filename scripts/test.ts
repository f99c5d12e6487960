import { runTool } from "./run-tool.ts";

// The tests talk to a real simulator and real sandboxes: what they need is set up first, and says what it does.
const ready = runTool(process.execPath, ["bin/nephoscope.js", "doctor", "--fix"]);
process.exit(ready && runTool("vitest", ["run", ...process.argv.slice(2)]) ? 0 : 1);
