import type { ActionsOf } from "../aws/actions.ts";
import type { ResourcesOf } from "../aws/resources.ts";
import type { ServiceModels } from "../aws/service-models.ts";
import type { EffectReview } from "../core/effect.ts";
import type { Diagnostic, ExtractedCall, ScriptCheck } from "../core/script.ts";
import { literalParams } from "./call-params.ts";
import { checkImports, importsOf } from "./check-imports.ts";
import { checkReflection } from "./check-reflection.ts";
import { unifiedDiff } from "./diff.ts";
import { estimateCost } from "./estimate.ts";
import type { PriceOf } from "./estimate.ts";
import { extractCalls } from "./extract-calls.ts";
import { createLinter } from "./lint.ts";
import type { Linter } from "./lint.ts";
import { lintScript } from "./lint-script.ts";
import { checkNames } from "./names.ts";
import type { FoundCall } from "./names.ts";
import { leastPolicy } from "./policy.ts";
import { checkRequirements, shippedPackages } from "./requirements.ts";
import type { ScriptChecker, ScriptInput } from "./script.ts";
import { stripSuppressions } from "./suppressions.ts";
import { loadPythonParser } from "./syntax.ts";
import type { ParsedPython } from "./syntax.ts";

export interface ScriptCheckerParts {
  readonly models: ServiceModels;
  readonly actions: ActionsOf;
  readonly resources: ResourcesOf;
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
  if (code.length > mostCharacters) return tooLong(code);
  const parse = await loadPythonParser();
  const parsed = parse(code);
  const stripped = parsed === undefined ? { code, lines: [] } : stripSuppressions(parsed);
  const linted = await lintScript(parts.linter, stripped.code);
  const { calls, unresolved, diagnostics } = checkCalls(
    linted.parses ? parsed : undefined,
    linted.parses,
    parts,
  );
  const requirements = checkRequirements(input.requirements ?? []);
  const all = [
    ...linted.diagnostics,
    ...stripped.lines.map(suppressed),
    ...(linted.parses && parsed !== undefined
      ? [
          ...stillImported(checkImports(parsed), parse(linted.fixed)),
          ...withoutTwins(checkReflection(parsed), linted.diagnostics),
        ]
      : []),
    ...diagnostics,
    ...requirements.diagnostics,
  ].toSorted((a, b) => a.line - b.line || order[a.severity] - order[b.severity]);
  const extracted = describeCalls(calls, input, parts);
  return {
    ok: !all.some(({ severity, fixed }) => severity === "error" && !fixed),
    diagnostics: all,
    fixedCode: linted.fixed,
    diff: unifiedDiff(code, linted.fixed),
    calls: extracted,
    policy: leastPolicy(
      extracted.flatMap((call) =>
        parts.actions(call.service, call.operation).map((action) => ({ action, resources: call.resources })),
      ),
    ),
    unresolved: [...unresolved].toSorted((a, b) => a.line - b.line),
    requirements: requiredPackages(requirements.accepted, parsed),
    estimate: estimateCost(calls, parts.price),
  };
}

const order = { error: 0, warning: 1, info: 2 };

function checkCalls(parsed: ParsedPython | undefined, parses: boolean, { models }: Parts) {
  if (!parses) return { calls: [], unresolved: [], diagnostics: [] };
  const { uses, unresolved } = extractCalls({ parsed, models });
  return { ...checkNames({ uses, models }), unresolved };
}

/** The calls as the contract shows them; equal ones on one line once. */
function describeCalls(
  calls: readonly FoundCall[],
  { account, region, code }: ScriptInput,
  { actions, resources, effects }: Parts,
): ExtractedCall[] {
  // A client of another region makes ARNs of that region: which one a call uses is not followed, so the region stays open.
  const anyRegion = /region_name|AWS_(DEFAULT_)?REGION/.test(code);
  const described = calls.map(({ service, operation, params, line, certain }): ExtractedCall => {
    const bound = literalParams(params).flatMap((given) =>
      resources({ service, operation, params: given, account, region }),
    );
    const arns = [...new Set(anyRegion ? bound.map((arn) => inAnyRegion(arn, region)) : bound)].toSorted();
    const [action = `${service}:${operation}`] = actions(service, operation);
    const all = arns.includes("*") || arns.length === 0 ? ["*"] : arns;
    return {
      service,
      operation,
      action,
      resources: all,
      effects: [...effects(service, operation).effects],
      line,
      certain,
    };
  });
  const once = new Map(described.map((call) => [JSON.stringify(call), call]));
  return [...once.values()].toSorted((a, b) => a.line - b.line || a.operation.localeCompare(b.operation));
}

function inAnyRegion(arn: string, region: string): string {
  const parts = arn.split(":");
  return parts[3] === region ? [...parts.slice(0, 3), "*", ...parts.slice(4)].join(":") : arn;
}

/** An import that a fix took out, because nothing used it, is no fault any more. */
function stillImported(
  diagnostics: readonly Diagnostic[],
  fixed: ParsedPython | undefined,
): readonly Diagnostic[] {
  const left = new Set(fixed === undefined ? [] : checkImports(fixed).map(({ message }) => message));
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

function tooLong(code: string): ScriptCheck {
  const message = `The script has ${code.length} characters; at most ${mostCharacters} are checked. Split it, and keep data out of it.`;
  return {
    ok: false,
    diagnostics: [{ rule: "too-long", kind: "syntax", severity: "error", line: 1, message, fixed: false }],
    fixedCode: code,
    diff: "",
    calls: [],
    policy: leastPolicy([]),
    unresolved: [],
    requirements: [],
    estimate: { awsCalls: 0, usd: 0 },
  };
}
