/**
 * Runs generated scripts where they can do no harm. A backend (`bubblewrap.ts`, `container.ts`, `landlock.ts`, `none.ts`) starts Python with
 * `python/prelude.py` before there is a script, hands it one, and is used once. What every backend promises, and `tests/conformance/sandbox/` checks:
 *
 * - `run` never throws and always ends: a crash, a time-out, too much output and a refusal are outcomes.
 * - Of this machine, the script sees the system's programs and libraries (in a container Python's only), Python with boto3, an empty bounded folder of its own
 *   named by HOME, and nothing else; it has no environment but its own, no network, no credentials. (`landlock`: it can also ask whether a path exists, and may
 *   have no folder to write to. `none` promises only the empty environment.)
 * - Its memory is bounded, that of all its processes together; whoever calls, it does not run as root.
 * - Its only way out is the stream that `job.connect` gets, one for each connection it opens.
 * - When `run` has returned, no process of the script is left.
 */
export type { Sandbox } from "../core/sandbox.ts";
