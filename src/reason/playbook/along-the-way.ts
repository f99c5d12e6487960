import { refOf } from "../../core/facts.ts";
import type { CheckContext, Subject } from "../../diagnose/check.ts";
import { neighbourhood } from "../../diagnose/related.ts";

/** What an event passes on its way; roles, networks and keys are no stations. */
const stations = new Set([
  "AWS::Lambda::Function",
  "AWS::SQS::Queue",
  "AWS::SNS::Topic",
  "AWS::S3::Bucket",
  "AWS::Events::Rule",
  "AWS::DynamoDB::Table",
  "AWS::Kinesis::Stream",
  "AWS::StepFunctions::StateMachine",
]);

const most = 12;

/** For troubles of delivery: the stations linked to what the question names, for an event may be lost at any of them. */
export function alongTheWay(context: CheckContext): readonly Subject[] {
  if (context.question.symptoms?.[0] !== "delivery") return [];
  return neighbourhood(context, 4)
    .filter(({ type, distance }) => distance > 0 && stations.has(type))
    .flatMap(({ resource }) =>
      resource ? [{ ref: refOf(resource), role: "subject" as const, text: "" }] : [],
    )
    .slice(0, most);
}
