import { allLines } from "../../diagnose/logs/log-event.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import { text } from "../../facts/reader.ts";
import type { AccessAsk } from "./access-ask.ts";
import { decidedOn, iamAction, serviceOfOperation } from "./actions-asked.ts";

/** Requests that log lines say were refused: caller, action and resource as the error message names them. */
export function deniedInLogs(facts: Facts): readonly AccessAsk[] {
  const asks = allLines(facts).flatMap((line): readonly AccessAsk[] => {
    if (!/is not authorized to perform|UnauthorizedOperation|AccessDenied|Unauthorized/.test(line.message))
      return [];
    const said =
      /is not authorized to perform:? (?<action>[\w-]+:\w+)(?: on resource:? "?(?<resource>arn:[^\s",;']+))?/.exec(
        line.message,
      )?.groups;
    const operation = /when calling the (\w+) operation/.exec(line.message)?.[1];
    const action = said?.["action"] ?? actionOf(line.message, operation);
    const principal = callerIn(line.message) ?? callerOf(facts, line.group);
    if (action === undefined || principal === undefined) return [];
    const resource = said?.["resource"]?.replace(/[.]$/, "") ?? usedBy(facts, line.group, action) ?? "*";
    return [
      {
        principal,
        actions: [action],
        resource,
        context: {},
        from: "log",
        evidence: [facts.cite(line.resource)],
      },
    ];
  });
  return [
    ...new Map(asks.map((ask) => [`${ask.principal} ${ask.actions.join()} ${ask.resource}`, ask])).values(),
  ];
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

/** What the function that writes to a log group names of the action's service, where that is one thing only. */
function usedBy(facts: Facts, group: string, action: string): string | undefined {
  const service = action.split(":")[0] ?? "";
  const named = writerOf(facts, group)?.links.filter(({ kind }) => kind === "names") ?? [];
  const arns = named.flatMap(({ type, id }) => {
    const found = facts.get(type, id);
    return found
      ? [
          decidedOn(
            { type, id: found.id, ...(found.arn !== undefined && { arn: found.arn }) },
            action,
            undefined,
            { account: facts.account, region: found.region },
          ),
        ]
      : [];
  });
  const fitting = arns.filter((arn) => arn.split(":")[2] === service);
  return fitting.length === 1 ? fitting[0] : undefined;
}

function writerOf(facts: Facts, group: string): Resource | undefined {
  return facts.all("AWS::Lambda::Function").find((one) => group === `/aws/lambda/${one.id}`);
}

/** The role of the function that writes to a log group. */
function callerOf(facts: Facts, group: string): string | undefined {
  const role = text(writerOf(facts, group)?.data, "Role");
  return role === "" ? undefined : role;
}
