import type { Resource } from "../../core/facts.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { missingRead } from "../../diagnose/missing-read.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { machineRead } from "./machine-read.ts";

const named = (machine: Resource): string => machine.name ?? machine.id;

/** A state whose function is gone fails each time with Lambda.ResourceNotFoundException. */
export const functions: Check = resourceCheck({
  id: "stepfunctions.functions",
  title: "functions that the state machine calls",
  type: "AWS::StepFunctions::StateMachine",
  needed: machineRead,
  judge: (machine, { facts }) => {
    const called = machine.links.filter(({ type }) => type === "AWS::Lambda::Function");
    const gone = called.find((link) => missingRead(facts, link));
    const missing = gone && missingRead(facts, gone);
    if (!gone || !missing)
      return called.length > 0 && "definition" in machine.data
        ? {
            fine: `every function that ${named(machine)} calls exists`,
            evidence: [facts.cite(machine, "/definition")],
          }
        : {};
    return {
      faults: [
        blame(machine, {
          property: "definition Resource",
          observed: gone.id,
          expected: "a function that exists",
          title: `${named(machine)} calls function ${gone.id}, which does not exist`,
          explanation: `State machine ${named(machine)} names function ${gone.id} in its definition, which does not exist: the state that calls it fails each time.`,
          evidence: [facts.cite(machine, "/definition"), ...facts.citeRefusal(missing)],
        }),
      ],
    };
  },
});

/** Faults of what a state machine calls. */
export const checks: readonly Check[] = [functions];
