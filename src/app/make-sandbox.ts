import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PythonEnvironment } from "../sandbox/python/python-environment.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { createBubblewrapSandbox } from "../sandbox/bubblewrap/bubblewrap.ts";
import { createContainerSandbox } from "../sandbox/container/container.ts";
import { createLandlockSandbox } from "../sandbox/landlock/landlock.ts";
import { createNoSandbox } from "../sandbox/none.ts";
import type { Settings } from "./config.ts";

export interface MakeSandbox {
  readonly settings: Pick<Settings, "runtime">;
  readonly name: Sandbox["name"];
  readonly python: () => Promise<PythonEnvironment>;
  /** What setting up does, a line each. */
  readonly report?: (line: string) => void;
}

/** Where sockets lie for root: a folder that the users of sandboxes can pass. */
const runtimeOfRoot = "/run/nephoscope";

/** The sandbox of that name; whether it can be used here, it says itself. */
export function makeSandbox({ settings, name, python, report }: MakeSandbox): Sandbox {
  const runtimeParent =
    process.getuid?.() === 0 ? runtimeOfRoot : join(settings.runtime ?? tmpdir(), "nephoscope");
  switch (name) {
    case "bubblewrap":
      return createBubblewrapSandbox({ python, runtimeParent });
    case "container":
      return createContainerSandbox({ python, runtimeParent, ...(report && { report }) });
    case "landlock":
      return createLandlockSandbox({ python, runtimeParent });
    case "none":
      return createNoSandbox({ python, runtimeParent });
  }
}
