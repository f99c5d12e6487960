import { AppError } from "../core/errors.ts";
import { foldScriptRun } from "../core/fold/fold-script-run.ts";
import { PolicyDocument } from "../core/grant.ts";
import type { Grant } from "../core/grant.ts";
import type { Script, ScriptCheck } from "../core/script.ts";
import type { ScriptRunRecord } from "../core/record/script-run-record.ts";
import { nameIn } from "../script/requirements/requirements.ts";
import { narrowPolicy } from "../script/narrow-policy.ts";
import { openAccounts } from "./places/open-accounts.ts";
import type { Account } from "./places/account.ts";
import { checkedScript } from "./checked-script.ts";
import { effectsOf } from "./effects-of.ts";
import type { ExplainJob } from "./explain.ts";
import { grantFor } from "./job.ts";
import { allowedPackages, packageLayerFor } from "./package-layer-for.ts";
import { parseDuration } from "./parse-time.ts";
import { rehearsalFor } from "./rehearsal/rehearsal-for.ts";
import { runOnce } from "./run-once.ts";
import type { Workshop } from "./workshop.ts";

export interface GivenScript {
  readonly code: string;
  readonly requirements?: readonly string[];
  /** Packages that may be installed for it beside those that ship. */
  readonly allowPackages?: readonly string[];
}

export interface RunScriptOptions {
  /** An IAM policy document; it can only narrow what the text calls. */
  readonly policy?: unknown;
  readonly allow?: readonly string[];
  /** `always`: only when it gets through a rehearsal. Default `never`; `auto` is the same, for a person brought the script. */
  readonly rehearse?: "auto" | "always" | "never";
  /** As `60s`. */
  readonly timeout?: string;
  /** AWS calls that may be sent, in all places together. */
  readonly maxCalls?: number;
  /** What its calls may cost, in all places together. */
  readonly budgetUsd?: number;
}

/** Lint, names, calls, least policy and estimate; runs nothing and asks no account (so ARNs have the account left open). */
export async function checkScript(workshop: Workshop, script: GivenScript): Promise<ScriptCheck> {
  const checker = await workshop.checker();
  return checker.check({
    code: script.code,
    ...(script.requirements && { requirements: script.requirements }),
    allowedPackages: allowedPackages(workshop, script),
    account: "*",
    region: workshop.settings.region ?? "*",
  });
}

/** Checks a script and runs it once in the sandbox through the broker; leaves a record like any run. */
export async function runScript(
  script: GivenScript & RunScriptOptions,
  job: ExplainJob,
): Promise<ScriptRunRecord> {
  const accounts = await openAccounts(job);
  if (accounts.targets.length < 2) return runAt(script, accounts, job);
  const places = accounts.targets.length;
  const share = {
    ...script,
    ...(script.maxCalls !== undefined && { maxCalls: Math.floor(script.maxCalls / places) }),
    ...(script.budgetUsd !== undefined && { budgetUsd: script.budgetUsd / places }),
  };
  const runs = await Promise.all(
    accounts.targets.map(async ({ account, region, identity, source }) => {
      const record = await runAt(share, { ...accounts, account, region, identity, source }, job);
      return { ...record, target: { account, region } };
    }),
  );
  // What went wrong somewhere is what is looked at first.
  const [first = runs[0], ...elsewhere] = runs.toSorted((a, b) => failures(b) - failures(a));
  if (!first) throw new AppError("bug", "The script ran nowhere.");
  return { ...first, elsewhere };
}

function failures({ status, outcome }: ScriptRunRecord): number {
  if (status !== "answered") return 2;
  return outcome.kind === "exited" && outcome.exitCode === 0 ? 0 : 1;
}

async function runAt(
  script: GivenScript & RunScriptOptions,
  account: Account,
  job: ExplainJob,
): Promise<ScriptRunRecord> {
  const { workshop, now, signal } = job;
  const seconds = parseDuration(script.timeout ?? "60s");
  const proposed = script.policy === undefined ? undefined : policyOf(script.policy);
  const allow = effectsOf(script.allow ?? []);
  const layer = await packageLayerFor(workshop, script, signal);
  const checked = await checkedScript(workshop, script, account, layer?.modules);
  const policy = proposed ? narrowPolicy(checked.policy, proposed) : checked.policy;
  const kept: Script = {
    code: checked.fixedCode,
    requirements: layer === undefined ? checked.requirements : withLock(checked.requirements, layer.lock),
    policy,
    origin: "model",
  };
  const grant = grantFor(
    { account: account.account, region: account.region },
    { allow, ...(script.budgetUsd !== undefined && { budgetUsd: script.budgetUsd }) },
  );
  if (script.rehearse === "always")
    await rehearsed({ workshop, account, now, code: kept.code, grant: { ...grant, policy } });
  return foldScriptRun(
    await runOnce({
      workshop,
      account,
      script: kept,
      diagnostics: checked.diagnostics,
      grant,
      seconds,
      now,
      ...(script.maxCalls !== undefined && { calls: script.maxCalls }),
      ...(layer && { packages: layer.key }),
      ...(signal && { signal }),
    }),
  );
}

/** What ran is what the record says: other packages with their versions and hashes. */
function withLock(requirements: readonly string[], lock: readonly string[]): string[] {
  const locked = new Set(lock.map(nameIn));
  return [...requirements.filter((line) => !locked.has(nameIn(line))), ...lock];
}

interface Rehearsing extends Pick<ExplainJob, "workshop" | "now"> {
  readonly account: Account;
  readonly code: string;
  readonly grant: Grant;
}

/** Throws AppError("usage") where the script is at fault in rehearsal: nothing has reached the account then. */
async function rehearsed({ workshop, account, now, code, grant }: Rehearsing): Promise<void> {
  const { run } = rehearsalFor({ workshop, account, when: "always", now });
  const rehearsal = await run(grant, code, new AbortController().signal);
  if (rehearsal?.error)
    throw new AppError("usage", `The script fails in rehearsal: ${rehearsal.error.message}`, {
      next: "nephoscope script test FILE   shows all of it.",
    });
}

function policyOf(given: unknown): PolicyDocument {
  const parsed = PolicyDocument.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new AppError("usage", "The policy is no IAM policy document.", {
    next: 'It needs {"Version": "2012-10-17", "Statement": [...]}.',
  });
}
