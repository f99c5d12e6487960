/**
 * Runs generated scripts where they can do no harm. A backend (`bubblewrap.ts`, `none.ts`) starts Python with `python/prelude.py` before
 * there is a script, hands it one, and is used once. What every backend promises, and `tests/conformance/sandbox/` checks:
 *
 * - `run` never throws and always ends: a crash, a time-out, too much output and a refusal are outcomes.
 * - Of this machine, the script sees the system's programs and libraries, Python with boto3, an empty /tmp of its own, and nothing else;
 *   it has no environment but its own, no network, no credentials. (`none` promises only the empty environment.)
 * - Its only way out is the stream that `job.connect` gets, one for each connection it opens.
 * - When `run` has returned, no process of the script is left.
 */
export type { Sandbox } from "../core/sandbox.ts";
