import { Situation } from "../../core/record/rehearsal.ts";
import type { ScriptTest } from "../../core/record/script-test.ts";
import { checkedScript } from "../checked-script.ts";
import { effectsOf } from "../effects-of.ts";
import { rehearsalOf, rehearseScript } from "./rehearse-script.ts";
import { rehearsalTools } from "./rehearsal-tools.ts";
import { saveTests } from "./save-tests.ts";
import type { GivenScript } from "../scripts.ts";
import type { Workshop } from "../workshop.ts";

export interface TestScriptOptions {
  readonly allow?: readonly string[];
  /** Folder for the cases as tests for pytest. */
  readonly save?: string;
  /** What the saved files are called after; default `script`. */
  readonly name?: string;
}

export interface TestScriptJob {
  readonly workshop: Workshop;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
}

/** A made-up account (that of AWS's documentation): nothing of anybody's is read. */
const place = { account: "123456789012", region: "us-east-1" };

/** Rehearses a script in every situation. Needs no account and sends nothing. Throws AppError("usage") where the script does not pass its check. */
export async function testScript(
  script: GivenScript & TestScriptOptions,
  { workshop, now, signal }: TestScriptJob,
): Promise<ScriptTest> {
  const region = workshop.settings.region ?? place.region;
  const allow = effectsOf(script.allow ?? []);
  const tools = await rehearsalTools(workshop, { account: place.account, region, now, allow });
  const checked = await checkedScript(workshop, script, tools);
  const sandbox = await workshop.sandbox();
  // As it was given, so that lines are those of the file; only what would not run without its fixes is rehearsed with them.
  const code = checked.diagnostics.some(({ fixed, kind }) => fixed && kind !== "style")
    ? checked.fixedCode
    : script.code;
  const runs = await rehearseScript({
    ...tools,
    sandbox,
    code,
    grant: tools.grant(checked.policy),
    situations: Situation.options,
    ...(signal && { signal }),
  });
  const saved =
    script.save === undefined
      ? undefined
      : saveTests({
          folder: script.save,
          name: script.name ?? "script",
          code,
          region,
          runs,
        });
  return {
    ok: runs.every((run) => !run.error),
    situations: [...(rehearsalOf(runs)?.situations ?? [])],
    ...(saved && { saved }),
  };
}
