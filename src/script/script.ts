import type { ScriptCheck } from "../core/script.ts";

export interface ScriptInput {
  readonly code: string;
  /** Lines of a requirements.txt. */
  readonly requirements?: readonly string[];
  /** Packages that the user allows beside those that ship. */
  readonly allowedPackages?: readonly string[];
  /** Modules that the installed packages give; guessed from their names where they are not installed yet. */
  readonly packageModules?: readonly string[];
  /** Account and region that the derived policy's ARNs name. */
  readonly account: string;
  readonly region: string;
}

/**
 * Everything that is done to a script before it runs. Lines in diagnostics, calls and unresolved places are those of the text as it was given;
 * `fixedCode` is the text that should run. Any text may come in: the check neither crashes nor hangs.
 */
export interface ScriptChecker extends AsyncDisposable {
  /** Throws AppError only when a part of the checker itself cannot be used. */
  check(input: ScriptInput): Promise<ScriptCheck>;
  /** Starts what takes long to start; returns at once. */
  warm(): void;
}
