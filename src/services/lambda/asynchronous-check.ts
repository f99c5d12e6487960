import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { linkOfArn } from "../../diagnose/arn-link.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { missingRead } from "../../diagnose/missing-read.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";
import { functionRead } from "./function-read.ts";

const type = "AWS::Lambda::Function";

interface Outlet {
  readonly property: string;
  readonly arn: string;
  readonly resource: Resource;
  readonly pointer: string;
}

/** Where events go that a function could not process ("Capturing records of Lambda asynchronous invocations"). */
function outletsOf(lambda: Resource, facts: Facts): readonly Outlet[] {
  const invoked = facts.get("AWS::Lambda::EventInvokeConfig", lambda.id);
  const destinations = isObject(invoked?.data["DestinationConfig"]) ? invoked.data["DestinationConfig"] : {};
  const failure = text(destinations["OnFailure"], "Destination");
  const letters = text(lambda.data["DeadLetterConfig"], "TargetArn");
  return [
    ...(invoked && failure !== ""
      ? [
          {
            property: "DestinationConfig.OnFailure.Destination",
            arn: failure,
            resource: invoked,
            pointer: "/DestinationConfig/OnFailure",
          },
        ]
      : []),
    ...(letters === ""
      ? []
      : [
          {
            property: "DeadLetterConfig.TargetArn",
            arn: letters,
            resource: lambda,
            pointer: "/DeadLetterConfig",
          },
        ]),
  ];
}

/** An event whose outlet is gone is lost when its last attempt fails. */
export const failureOutlet: Check = resourceCheck({
  id: "lambda.failure-destination",
  title: "where the function's failed events go",
  type,
  reach: 1,
  needed: functionRead,
  judge: (lambda, { facts }) => {
    const outlets = outletsOf(lambda, facts);
    const faults = outlets.flatMap(({ property, arn, resource, pointer }) => {
      const [link] = linkOfArn("delivers-to", arn);
      const missing = link && missingRead(facts, link);
      if (!missing) return [];
      const name = arn.split(":").at(-1) ?? arn;
      return [
        blame(lambda, {
          property,
          observed: arn,
          expected: "a queue, topic or function that exists",
          title: `${property} of ${lambda.id} names ${name}, which does not exist`,
          explanation: `Function ${lambda.id} has ${property} ${arn}, but ${name} does not exist: events that fail for the last time are lost.`,
          evidence: [facts.cite(resource, pointer), ...facts.citeRefusal(missing)],
        }),
      ];
    });
    if (faults.length > 0) return { faults };
    const [first] = outlets;
    return first
      ? {
          fine: `failed events of ${lambda.id} go to ${first.arn.split(":").at(-1)}`,
          evidence: [facts.cite(first.resource, first.pointer)],
        }
      : {};
  },
});
