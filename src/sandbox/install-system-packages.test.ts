import { describe, expect, it } from "vitest";
import { AppError } from "../core/errors.ts";
import { installSystemPackages } from "./install-system-packages.ts";
import type { RunCommand } from "./process/run-command.ts";

function machine(answers: { readonly [start: string]: number }) {
  const commands: string[] = [];
  const run: RunCommand = (program, args) => {
    const line = [program, ...args].join(" ");
    commands.push(line);
    const found = Object.entries(answers).find(([start]) => line.startsWith(start));
    return Promise.resolve({ exitCode: found?.[1] ?? 0, stdout: "", stderr: "E: no" });
  };
  return { commands, run };
}

const lines: string[] = [];
const options = {
  packages: ["bubblewrap", "python3-venv"],
  purpose: "to run scripts",
  report: (line: string) => void lines.push(line),
};

async function errorOf(promise: Promise<void>): Promise<AppError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`no AppError: ${String(error)}`);
}

describe("installSystemPackages", () => {
  it("updates once, installs, and says so, as root with apt-get", async () => {
    const { commands, run } = machine({});
    await installSystemPackages({ ...options, root: true, run });
    expect(commands).toEqual([
      "apt-get --version",
      "apt-get -q update",
      "env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends bubblewrap python3-venv",
    ]);
    expect(lines).toEqual([
      "Installing bubblewrap and python3-venv with apt-get, to run scripts.",
      "Installed bubblewrap and python3-venv.",
    ]);
  });

  it("names the exact command and touches nothing for another user", async () => {
    const { commands, run } = machine({});
    const error = await errorOf(installSystemPackages({ ...options, root: false, run }));
    expect([error.code, error.next]).toEqual([
      "environment",
      "sudo apt-get install -y bubblewrap python3-venv",
    ]);
    expect(commands).toEqual(["apt-get --version"]);
  });

  it("names the packages where there is no apt-get", async () => {
    const error = await errorOf(
      installSystemPackages({ ...options, root: true, run: machine({ "apt-get --version": -1 }).run }),
    );
    expect(error.next).toContain("bubblewrap and python3-venv with this system's package manager");
  });

  it("says what apt-get said when it fails", async () => {
    const error = await errorOf(
      installSystemPackages({ ...options, root: true, run: machine({ env: 100 }).run }),
    );
    expect(error.message).toContain("E: no");
    expect(error.next).toBe("apt-get install -y bubblewrap python3-venv");
  });
});
