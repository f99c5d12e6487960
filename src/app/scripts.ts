import { Effect } from "../core/effect.ts";
import { AppError } from "../core/errors.ts";
import { foldScriptRun } from "../core/fold-script-run.ts";
import { PolicyDocument } from "../core/grant.ts";
import type { Script, ScriptCheck } from "../core/script.ts";
import type { ScriptRunRecord } from "../core/script-run-record.ts";
import { narrowPolicy } from "../script/narrow-policy.ts";
import { openAccount } from "./account.ts";
import type { ExplainJob } from "./explain.ts";
import { grantFor } from "./job.ts";
import { parseDuration } from "./parse-time.ts";
import { runOnce } from "./run-once.ts";
import type { Workshop } from "./workshop.ts";

export interface GivenScript {
  readonly code: string;
  readonly requirements?: readonly string[];
}

export interface RunScriptOptions {
  /** An IAM policy document; it can only narrow what the text calls. */
  readonly policy?: unknown;
  readonly allow?: readonly string[];
  /** As `60s`. */
  readonly timeout?: string;
}

/** Lint, names, calls, least policy and estimate; runs nothing and asks no account (so ARNs have the account left open). */
export async function checkScript(
  workshop: Workshop,
  { code, requirements }: GivenScript,
): Promise<ScriptCheck> {
  const checker = await workshop.checker();
  return checker.check({
    code,
    ...(requirements && { requirements }),
    account: "*",
    region: workshop.settings.region ?? "*",
  });
}

/** Checks a script and runs it once in the sandbox through the broker; leaves a record like any run. */
export async function runScript(
  script: GivenScript & RunScriptOptions,
  job: ExplainJob,
): Promise<ScriptRunRecord> {
  const { workshop, now, signal } = job;
  const seconds = parseDuration(script.timeout ?? "60s");
  const proposed = script.policy === undefined ? undefined : policyOf(script.policy);
  const allow = (script.allow ?? []).map((name) => Effect.parse(name));
  const account = await openAccount(job);
  const checker = await workshop.checker();
  const checked = await checker.check({
    code: script.code,
    ...(script.requirements && { requirements: script.requirements }),
    account: account.account,
    region: account.region,
  });
  if (!checked.ok) {
    const first = checked.diagnostics.find((one) => one.severity === "error" && !one.fixed);
    throw new AppError(
      "usage",
      `The script does not pass its check: line ${first?.line ?? "?"}: ${first?.message ?? ""}`,
      { next: "nephoscope script check FILE   shows all of it." },
    );
  }
  const policy = proposed ? narrowPolicy(checked.policy, proposed) : checked.policy;
  const kept: Script = {
    code: checked.fixedCode,
    requirements: checked.requirements,
    policy,
    origin: "model",
  };
  const grant = grantFor(account, { allow });
  return foldScriptRun(
    await runOnce({
      workshop,
      account,
      script: kept,
      diagnostics: checked.diagnostics,
      grant,
      seconds,
      now,
      ...(signal && { signal }),
    }),
  );
}

function policyOf(given: unknown): PolicyDocument {
  const parsed = PolicyDocument.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new AppError("usage", "The policy is no IAM policy document.", {
    next: 'It needs {"Version": "2012-10-17", "Statement": [...]}.',
  });
}
