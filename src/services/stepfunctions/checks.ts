import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";
import { machineRead } from "./machine-read.ts";

const type = "AWS::StepFunctions::StateMachine";

/** What the history of a failed execution says: the last state that was entered, from which state, with what error. */
interface Failure {
  readonly state: string;
  readonly from: string;
  readonly error: string;
  readonly cause: string;
}

export const execution: Check = resourceCheck({
  id: "stepfunctions.execution",
  title: "failed executions of the state machine",
  type,
  needed: machineRead,
  judge: (machine, { facts, question }) => judgeExecutions(machine, facts, question.text),
});

function judgeExecutions(machine: Resource, facts: Facts, question: string): Judgement {
  const failed = facts
    .linking(type, machine.id)
    .filter(
      (one) =>
        one.type === "AWS::StepFunctions::Execution" &&
        /FAILED|TIMED_OUT|ABORTED/.test(text(one.data, "status")),
    )
    .toSorted((a, b) => (text(a.data, "startDate") < text(b.data, "startDate") ? 1 : -1));
  const named = failed.find((one) => question.includes(one.name ?? " ")) ?? failed[0];
  if (!named)
    return { fine: `no execution of ${machine.name} has failed`, evidence: [facts.cite(machine, "/name")] };
  const failure = failureOf(named, facts);
  const states = definitionOf(machine);
  const before = states?.[failure.from];
  const byDefault = isObject(before) && before["Type"] === "Choice" && before["Default"] === failure.state;
  const input = text(named.data, "input");
  const choice = byDefault
    ? ` Choice state ${failure.from} has no rule for the input ${input.slice(0, 60)} and takes its Default branch.`
    : "";
  const history = facts.get("AWS::StepFunctions::ExecutionHistory", named.id);
  return {
    faults: [
      blame(machine, {
        property: `States.${failure.state}`,
        observed: `ExecutionFailed ${failure.error}: ${failure.cause}`.trim(),
        expected: byDefault
          ? `a rule in ${failure.from} for this input`
          : "the state succeeds, retries or is caught",
        title: `${machine.name} fails in state ${failure.state} with error ${failure.error || text(named.data, "status")}`,
        explanation: `State machine ${machine.name}, execution ${named.name}: ExecutionFailed in state ${failure.state} with error ${failure.error || text(named.data, "status")}${failure.cause === "" ? "" : ` (${failure.cause.slice(0, 90)})`}.${choice}`,
        evidence: [
          facts.cite(named),
          ...(history ? [facts.cite(history)] : []),
          facts.cite(machine, "definition" in machine.data ? "/definition" : "/name"),
        ],
      }),
    ],
  };
}

function failureOf(execution: Resource, facts: Facts): Failure {
  const events = objects(
    facts.get("AWS::StepFunctions::ExecutionHistory", execution.id)?.data,
    "events",
  ).toSorted((a, b) => Number(a["id"]) - Number(b["id"]));
  const entered = events.flatMap((event) =>
    isObject(event["stateEnteredEventDetails"]) ? [text(event["stateEnteredEventDetails"], "name")] : [],
  );
  const failing = events.findLast((event) =>
    Object.entries(event).some(
      ([member, value]) =>
        /FailedEventDetails|TimedOutEventDetails|AbortedEventDetails/.test(member) &&
        isObject(value) &&
        text(value, "error") !== "",
    ),
  );
  const details = failing && Object.values(failing).find((value) => isObject(value) && "error" in value);
  return {
    state: entered.at(-1) ?? "",
    from: entered.at(-2) ?? "",
    error: text(execution.data, "error") || text(details, "error"),
    cause: text(execution.data, "cause") || text(details, "cause"),
  };
}

function definitionOf(machine: Resource): JsonObject | undefined {
  const definition = machine.data["definition"];
  const parsed = typeof definition === "string" ? parse(definition) : definition;
  const states = isObject(parsed) ? parsed["States"] : undefined;
  return isObject(states) ? states : undefined;
}

function parse(definition: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(definition);
    return isDocument(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isDocument(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Faults of state machines. */
export const checks: readonly Check[] = [execution];
