import type { ActionsOf } from "../aws/needs/actions.ts";
import type { NeedsOf } from "../aws/needs/needs.ts";
import type { ServiceModels } from "../aws/service-models.ts";
import type { EffectReview } from "../core/effect.ts";
import type { Diagnostic, ExtractedCall, ScriptCheck } from "../core/script.ts";
import { checkImports, importsOf } from "./lint/check-imports.ts";
import { checkReflection } from "./lint/check-reflection.ts";
import { unifiedDiff } from "./diff.ts";
import { grantedResources, needsOfCall } from "./call-needs.ts";
import { explainPolicy } from "./explain-policy.ts";
import type { ExplainedCall } from "./explain-policy.ts";
import { estimateCost } from "./estimate.ts";
import type { PriceOf } from "./estimate.ts";
import { extractCalls } from "./follow/extract-calls.ts";
import { checkSecrets } from "./lint/check-secrets.ts";
import { isTooDeep, tooComplex } from "./lint/too-deep.ts";
import { createLinter } from "./lint/lint.ts";
import type { Linter } from "./lint/lint.ts";
import { lintScript } from "./lint/lint-script.ts";
import { unreadPages } from "./names/unread-pages.ts";
import { checkNames } from "./names/names.ts";
import type { FoundCall } from "./names/found-call.ts";
import { leastPolicy } from "../core/policy/least-policy.ts";
import { undetermined } from "./policy-params.ts";
import { checkRequirements, nameIn } from "./requirements/requirements.ts";
import { guessedModules, shippedPackages } from "./requirements/shipped-packages.ts";
import type { ScriptChecker, ScriptInput } from "./script.ts";
import { stripSuppressions } from "./lint/suppressions.ts";
import { loadPythonParser } from "./syntax.ts";
import type { ParsedPython } from "./syntax.ts";

export interface ScriptCheckerParts {
  readonly models: ServiceModels;
  readonly actions: ActionsOf;
  readonly needs: NeedsOf;
  readonly effects: (service: string, operation: string) => EffectReview;
  readonly price: PriceOf;
  readonly linter?: Linter;
}

/** Longer texts are not scripts that anybody reads. */
const mostCharacters = 200_000;

export function createScriptChecker({
  linter = createLinter(),
  ...parts
}: ScriptCheckerParts): ScriptChecker {
  return {
    check: (input) => checkScript(input, { ...parts, linter }),
    warm: () => {
      linter.warm();
      void loadPythonParser();
    },
    [Symbol.asyncDispose]: () => linter[Symbol.asyncDispose](),
  };
}

type Parts = Required<ScriptCheckerParts>;

async function checkScript(input: ScriptInput, parts: Parts): Promise<ScriptCheck> {
  const { code } = input;
  if (code.length > mostCharacters) return unchecked(code, tooLong(code));
  // The parser's time grows with the square of lines that only go on in the next one.
  if (/(?:\\\r?\n[ \t]*){200}/.test(code))
    return unchecked(code, tooComplex("Two hundred empty lines that go on in the next one are no script."));
  const parse = await loadPythonParser();
  const parsed = parse(code);
  if (parsed === undefined || isTooDeep(parsed))
    return unchecked(code, tooComplex("The script is nested too deep to be checked. Write it in steps."));
  const stripped = stripSuppressions(parsed);
  // Ruff works in a thread of its own: the calls are followed meanwhile.
  const [linted, followed] = await Promise.all([
    lintScript(parts.linter, stripped.code),
    followScript(parsed, parts),
  ]);
  const { calls, unresolved, diagnostics } = linted.parses ? followed : nothingFollowed;
  const requirements = checkRequirements(input.requirements ?? [], {
    ...(input.allowedPackages && { allowed: input.allowedPackages }),
  });
  const modules =
    input.packageModules ?? requirements.wanted.flatMap((wanted) => guessedModules(nameIn(wanted)));
  const all = [
    ...linted.diagnostics,
    ...stripped.lines.map(suppressed),
    ...(linted.parses
      ? [
          ...stillImported(
            checkImports(parsed, modules),
            () => parse(linted.fixed),
            (fixed) => checkImports(fixed, modules),
          ),
          ...withoutTwins(checkReflection(parsed), linted.diagnostics),
          ...checkSecrets(parsed),
        ]
      : []),
    ...diagnostics,
    ...unreadPages(calls, code, parts.models),
    ...requirements.diagnostics,
  ].toSorted((a, b) => a.line - b.line || order[a.severity] - order[b.severity]);
  const needed = callNeeds(calls, input, parts);
  const extracted = describeCalls(calls, needed, parts);
  const policy = leastPolicy(
    needed
      .flatMap(({ needs }) => needs)
      .map((need) => ({ ...need, resources: grantedResources(need.resources) })),
  );
  return {
    ok: !all.some(({ severity, fixed }) => severity === "error" && !fixed),
    diagnostics: all,
    fixedCode: linted.fixed,
    diff: unifiedDiff(code, linted.fixed),
    calls: extracted,
    policy,
    explain: explainPolicy(policy, needed, grantedResources),
    unresolved: [...unresolved].toSorted((a, b) => a.line - b.line),
    requirements: requiredPackages([...requirements.accepted, ...requirements.wanted], parsed),
    estimate: estimateCost(calls, parts.price),
  };
}

const order = { error: 0, warning: 1, info: 2 };

const nothingFollowed = { calls: [], unresolved: [], diagnostics: [] };

async function followScript(parsed: ParsedPython | undefined, { models }: Parts) {
  const { uses, unresolved } = extractCalls({ parsed, models });
  return { ...checkNames({ uses, models }), unresolved };
}

/** What each call needs, in the order of the calls. */
function callNeeds(
  calls: readonly FoundCall[],
  { account, region, code }: ScriptInput,
  { needs, models }: Parts,
): readonly ExplainedCall[] {
  const anyRegion = /region_name|AWS_(DEFAULT_)?REGION/.test(code);
  return calls.map((call) => ({
    service: call.service,
    operation: call.operation,
    line: call.line,
    open: undetermined(call.params),
    needs: needsOfCall(call, { account, region, anyRegion }, { needs, models }),
  }));
}

/** The calls as the contract shows them; equal ones on one line once. */
function describeCalls(
  calls: readonly FoundCall[],
  needed: readonly ExplainedCall[],
  { effects }: Parts,
): ExtractedCall[] {
  const described = calls.map(({ service, operation, line, certain }, index): ExtractedCall => {
    const main = needed[index]?.needs[0];
    return {
      service,
      operation,
      action: main?.action ?? `${service}:${operation}`,
      resources: [...(main?.resources ?? ["*"])],
      effects: [...effects(service, operation).effects],
      line,
      certain,
    };
  });
  const once = new Map(described.map((call) => [JSON.stringify(call), call]));
  return [...once.values()].toSorted((a, b) => a.line - b.line || a.operation.localeCompare(b.operation));
}

/** An import that a fix took out, because nothing used it, is no fault any more. */
function stillImported(
  diagnostics: readonly Diagnostic[],
  parseFixed: () => ParsedPython | undefined,
  check: (fixed: ParsedPython) => readonly Diagnostic[],
): readonly Diagnostic[] {
  if (diagnostics.length === 0) return [];
  const fixed = parseFixed();
  const left = new Set(fixed === undefined ? [] : check(fixed).map(({ message }) => message));
  return diagnostics.map((diagnostic) => ({ ...diagnostic, fixed: !left.has(diagnostic.message) }));
}

/** Ruff says the same of a plain `eval(…)`: once is enough. */
function withoutTwins(
  diagnostics: readonly Diagnostic[],
  others: readonly Diagnostic[],
): readonly Diagnostic[] {
  return diagnostics.filter(
    ({ line }) =>
      !others.some((other) => other.line === line && other.kind === "security" && other.severity === "error"),
  );
}

function suppressed(line: number): Diagnostic {
  const message = "A comment that silences checks is taken out: every script is checked in full.";
  return { rule: "suppression-comment", kind: "style", severity: "info", line, message, fixed: true };
}

function requiredPackages(accepted: readonly string[], parsed: ParsedPython | undefined): string[] {
  const imported = new Set(
    parsed === undefined ? [] : importsOf(parsed).map(({ module }) => module.split(".")[0]),
  );
  const used = Object.entries(shippedPackages).flatMap(([name, modules]) =>
    modules.some((module) => imported.has(module)) ? [name] : [],
  );
  return [...new Set([...accepted, ...used])].toSorted();
}

function tooLong({ length }: string): Diagnostic {
  const message = `The script has ${length} characters; at most ${mostCharacters} are checked. Split it, and keep data out of it.`;
  return { rule: "too-long", kind: "syntax", severity: "error", line: 1, message, fixed: false };
}

/** A text that is refused as it is. */
function unchecked(code: string, diagnostic: Diagnostic): ScriptCheck {
  return {
    ok: false,
    diagnostics: [diagnostic],
    fixedCode: code,
    diff: "",
    calls: [],
    policy: leastPolicy([]),
    unresolved: [],
    requirements: [],
    estimate: { awsCalls: 0, usd: 0 },
  };
}
