import { spawn } from "node:child_process";

/**
 * Runs a user's own program with this process's terminal, as an editor wants it: no sandbox, for it is the user who asks for it. `command` is a line for the
 * shell, as $EDITOR is; `file` is handed to it as it stands. Never throws: a program that cannot be started is exit code -1.
 */
export function runInTerminal(command: string, file: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn("/bin/sh", ["-c", `${command} "$1"`, "sh", file], { stdio: "inherit" });
    child.on("error", () => resolve(-1));
    child.on("close", (code) => resolve(code ?? -1));
  });
}
