import { allLines } from "../../diagnose/logs/log-event.ts";
import { errorIn } from "../../diagnose/logs/log-error.ts";
import type { Facts } from "../../core/facts.ts";
import { text } from "../../facts/reader.ts";
import type { AccessAsk } from "./access-ask.ts";
import { iamAction, serviceOfOperation } from "./actions-asked.ts";

/** Requests that log lines say were refused: caller, action and resource as the error message names them. */
export function deniedInLogs(facts: Facts): readonly AccessAsk[] {
  const asks = allLines(facts).flatMap((line): readonly AccessAsk[] => {
    const error = errorIn(line);
    if (error?.kind !== "access-denied" && !/UnauthorizedOperation|AccessDenied/.test(line.message)) return [];
    const operation = /when calling the (\w+) operation/.exec(line.message)?.[1];
    const action = error?.parts["action"] ?? actionOf(line.message, operation);
    const principal = callerIn(line.message) ?? callerOf(facts, line.group);
    if (action === undefined || principal === undefined) return [];
    const resource = (error?.parts["resource"] ?? "*").replace(/^["']|[.,;"']+$/g, "");
    return [{ principal, actions: [action], resource: resource.startsWith("arn:") ? resource : "*", context: {}, from: "log", evidence: [facts.cite(line.resource)] }];
  });
  return [...new Map(asks.map((ask) => [`${ask.principal} ${ask.actions.join()} ${ask.resource}`, ask])).values()];
}

function actionOf(message: string, operation: string | undefined): string | undefined {
  if (operation === undefined) return undefined;
  const service = message.includes("UnauthorizedOperation") ? "ec2" : serviceOfOperation(operation);
  return service === undefined ? undefined : iamAction(service, operation);
}

/** A session stands for its role. */
function callerIn(message: string): string | undefined {
  const session = /arn:aws[\w-]*:sts::\d{12}:assumed-role\/([\w+=,.@-]+)\//.exec(message);
  if (session) return `role/${session[1] ?? ""}`;
  return /arn:aws[\w-]*:iam::\d{12}:(?:user|role)\/[\w+=,.@/-]+/.exec(message)?.[0];
}

/** The role of the function that writes to a log group. */
function callerOf(facts: Facts, group: string): string | undefined {
  const writer = facts.all("AWS::Lambda::Function").find((one) => group === `/aws/lambda/${one.id}`);
  const role = text(writer?.data, "Role");
  return role === "" ? undefined : role;
}
