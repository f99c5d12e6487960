import { attemptErrorOf, hiddenCallError } from "../../agent/attempt-error.ts";
import type { OfferedPage } from "../../aws/rehearse/create-rehearsal-source.ts";
import type { AnswerNames } from "../../aws/rehearse/open-maps.ts";
import type { Call } from "../../core/call.ts";
import type { RehearsedSituation, Situation } from "../../core/record/rehearsal.ts";
import type { AttemptError, Outcome } from "../../core/script.ts";

export interface JudgeRehearsal {
  readonly situation: Situation;
  readonly outcome: Outcome;
  readonly calls: readonly Call[];
  readonly offered: readonly OfferedPage[];
  /** Names of the answers that were given. */
  readonly names?: readonly AnswerNames[];
}

export type Judgement = Pick<RehearsedSituation, "result" | "line" | "exception" | "text"> & {
  /** Set where the script is at fault. */
  readonly error?: AttemptError;
};

/**
 * Whose fault an end in rehearsal is. The rule:
 * - A Python error of the script itself (KeyError, TypeError, IndexError, AttributeError, NameError …, parameters that botocore refuses) is the script's fault, in
 *   every situation: AWS may answer like this.
 * - ValueError and its kin (a text that is no number, no time, no JSON) is doubtful: AWS's text may be another than the rehearsal's. So is a missing key that no
 *   answer has for a member, where an answer holds a map with keys that only the account knows.
 * - An AWS error that the rehearsal gave (denied, throttled, not-found) and that the script passes on is an honest report. The same from the grant is the script's
 *   fault: it would be denied in earnest too. So is a call that the script's own text does not show, even where the script goes on without it: what it then prints is
 *   less than what was asked for, and looks whole.
 * - A script that ends itself (`sys.exit`) has said what it wanted to.
 * - A list that it began and did not read to its end is its fault, unless its request said how many it wants.
 */
export function judgeRehearsal({
  situation,
  outcome,
  calls,
  offered,
  names = [],
}: JudgeRehearsal): Judgement {
  if (outcome.kind === "timed-out" || outcome.kind === "out-of-memory" || outcome.kind === "refused")
    return tooLong(outcome);
  if (outcome.exitCode !== 0) return judgeEnd(situation, outcome, calls, names);
  const hidden = hiddenCallError(calls);
  if (hidden) return { result: "denied", text: hidden.message, error: hidden };
  const unread = offered.find((page) => !page.read && !page.limited);
  if (!unread) return { result: "passed" };
  const text = `It did not read the next page of ${unread.service}:${unread.operation}: a list in two pages was left after the first. Use get_paginator or follow the token, and go on to the last page, also where the answer seems decided.`;
  return { result: "unread-page", text, error: { kind: "exception", message: text } };
}

function tooLong(outcome: Outcome): Judgement {
  const error = attemptErrorOf(outcome);
  const text = error?.message ?? "it did not end";
  // A sandbox that would not start says nothing about the script.
  if (outcome.kind === "refused") return { result: "doubtful", text };
  return { result: "too-long", text, ...(error && { error }) };
}

const doubtful = /^(?:[\w.]*\.)?(?:ValueError|JSONDecodeError|UnicodeDecodeError|OverflowError|Error)\b/;
const fromAws = /\((?:[\w.]+)\) when calling the \w+ operation|^An error occurred \(/;

function judgeEnd(
  situation: Situation,
  outcome: Outcome,
  calls: readonly Call[],
  names: readonly AnswerNames[],
): Judgement {
  const { stderr } = outcome;
  if (!stderr.includes("Traceback (most recent call last)"))
    return { result: "stopped", text: `It ended with exit code ${outcome.exitCode ?? "?"}.` };
  const error = attemptErrorOf(outcome) ?? { kind: "exception" as const, message: "it failed" };
  const line = lineOf(stderr);
  const place = line === undefined ? "" : `line ${line}: `;
  const message = error.message.split("\n")[0]?.slice(0, 500) ?? "";
  const exception = /^[\w.]+/.exec(message)?.[0] ?? "Exception";
  const told = { ...(line !== undefined && { line }), exception, text: `${place}${message}` };
  const refused = calls.find((call) => call.decision === "denied");
  if (fromAws.test(message)) {
    if (situation === "denied" || situation === "throttled" || situation === "not-found" || !refused)
      return { result: "stopped", ...told };
    return {
      result: "denied",
      ...told,
      error: { kind: "access-denied", message: `${place}${refused.reason ?? message}` },
    };
  }
  if (doubtful.test(message) || isOpenKey(message, names)) return { result: "doubtful", ...told };
  return {
    result: "crashed",
    ...told,
    error: { ...error, message: `${place}${message} (rehearsed: ${meaning[situation]})` },
  };
}

/** A key of a map that the model leaves open: only the account knows which there are. */
function isOpenKey(message: string, names: readonly AnswerNames[]): boolean {
  const key = /^KeyError: '([^']*)'/.exec(message)?.[1];
  if (key === undefined) return false;
  return names.some(({ openMaps }) => openMaps) && !names.some(({ members }) => members.has(key));
}

/** What the situation says about AWS, for whoever repairs the script. */
const meaning: { readonly [situation in Situation]: string } = {
  minimal: "AWS leaves out members that do not apply",
  empty: "AWS answers with empty lists where there is nothing",
  paged: "AWS answers in pages, and leaves out members that do not apply",
  enum: "AWS answers with any of the values that its API knows",
  denied: "AWS denied the calls before",
  throttled: "AWS throttled the calls before",
  "not-found": "AWS said that it does not exist",
};

/** The innermost line of the script itself. */
function lineOf(stderr: string): number | undefined {
  const last = [...stderr.matchAll(/File "script\.py", line (\d+)/g)].at(-1)?.[1];
  return last === undefined ? undefined : Number(last);
}
