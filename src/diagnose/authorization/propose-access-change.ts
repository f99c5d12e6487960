import type { Change } from "../../core/change.ts";
import type { AccessDeciding, AccessVerdict } from "../../core/record/explain-record.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import { atPointer, isArray, isObject } from "../../core/json/json.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import { parsePolicy } from "../../core/policy/parse-policy.ts";
import { shellCommand, shellLine } from "../../core/text/shell-line.ts";
import type { AccessQuery } from "./authorization.ts";
import { firstPolicy, rewritten } from "./policy-home.ts";
import { findPrincipal } from "./principal.ts";
import type { Principal } from "./principal.ts";
import { nearMiss } from "./near-miss.ts";
import { policiesOf } from "./policies-of.ts";
import type { PolicyText } from "./policy-set.ts";
import { findTarget } from "./target.ts";
import type { Target } from "./target.ts";

/** The smallest changes that would turn a denial into an allowance, one for each layer that stands in the way; none where nobody here can change it. */
export function proposeAccessChange(
  facts: Facts,
  query: AccessQuery,
  verdict: AccessVerdict,
): readonly Change[] {
  const principal = findPrincipal(facts, query.principal, query.action);
  const target = findTarget(facts, query.resource, query.action);
  return verdict.deciding.flatMap((deciding) => {
    if (deciding.effect === "Deny") return exemption(facts, deciding, query, principal, target) ?? [];
    if (deciding.effect === "none") return permission(facts, deciding, query, principal, target) ?? [];
    return [];
  });
}

/** A Deny spares the caller by its ARN, and stays for everybody else. */
function exemption(
  facts: Facts,
  deciding: AccessDeciding,
  query: AccessQuery,
  principal: Principal,
  target: Target,
): Change | undefined {
  const policy = policiesOf(facts, deciding.layer, principal, target, query).find(
    ({ ref }) => ref.id === deciding.policy.id && ref.attachedTo === deciding.policy.attachedTo,
  );
  const statement = policy?.statements.find(({ label }) => label === deciding.statement);
  if (!policy || !statement || !("arn" in principal.caller)) return undefined;
  const { arn } = principal.caller;
  const document = changed(policy, statement.index, (old) => {
    const condition = isObject(old["Condition"]) ? old["Condition"] : {};
    const before = isObject(condition["ArnNotEquals"]) ? condition["ArnNotEquals"] : {};
    const listed = before["aws:PrincipalArn"];
    const spared = listed === undefined ? arn : [...(isArray(listed) ? listed : [listed]), arn];
    return { ...old, Condition: { ...condition, ArnNotEquals: { ...before, "aws:PrincipalArn": spared } } };
  });
  const name = policy.ref.name ?? policy.ref.id ?? "";
  return changeOf(
    policy.resource,
    documentOf(policy),
    document,
    `Exempt ${arn} from the Deny ${statement.label} of ${name}`,
    "The exempted principal is no longer held back by this Deny, for every action it covers.",
  );
}

function permission(
  facts: Facts,
  deciding: AccessDeciding,
  query: AccessQuery,
  principal: Principal,
  target: Target,
): Change | undefined {
  const policies = policiesOf(facts, deciding.layer, principal, target, query);
  if (deciding.layer === "identity") return ownPermission(policies, query, principal, target);
  const carrier =
    deciding.layer === "scp"
      ? policies.filter(({ ref }) => ref.attachedTo === deciding.policy.attachedTo)
      : policies;
  const [policy] = carrier;
  const needsPrincipal = !["boundary", "scp"].includes(deciding.layer);
  const statement = newStatement(
    query,
    target,
    needsPrincipal ? principal : undefined,
    deciding.layer === "trust" || target.service === "ecr",
    deciding.layer === "key-policy",
  );
  if (target.service === "lambda" && deciding.layer === "resource")
    return functionPermission(facts, query, principal, target, policy);
  if (!policy) {
    const queue = facts.get("AWS::SQS::Queue", target.path);
    const written = firstPolicy(target, { Version: "2012-10-17", Statement: [statement] }, queue);
    return (
      written && {
        summary: `Give ${target.arn} a policy that allows ${query.action} to ${query.principal}`,
        commands: [written.command],
        risk: risk(query),
        rollback: "Remove the policy again.",
        edits: written.edits,
      }
    );
  }
  const document = appended(policy, statement);
  return changeOf(
    policy.resource,
    documentOf(policy),
    document,
    `Allow ${query.action} to ${query.principal} in ${policy.ref.name ?? policy.ref.id ?? "the policy"}`,
    risk(query),
  );
}

/** The caller's own policy: the statement that almost allows it is completed, else a policy of one statement is added. */
function ownPermission(
  policies: readonly PolicyText[],
  query: AccessQuery,
  principal: Principal,
  target: Target,
): Change | undefined {
  const { caller } = principal;
  if (caller.kind !== "role" && caller.kind !== "user") return undefined;
  const near = nearMiss(
    policies.filter(({ resource }) => /::(Role|User|Group)Policy$/.test(resource.type)),
    query.action,
    target.arn,
  );
  if (near && near.lacks !== "Condition") {
    const { policy, statement, lacks } = near;
    const document = changed(policy, statement.index, (old) => ({
      ...old,
      [lacks]: withMore(old[lacks], lacks === "Action" ? query.action : target.arn),
    }));
    return changeOf(
      policy.resource,
      documentOf(policy),
      document,
      `Add ${lacks === "Action" ? query.action : target.arn} to the ${lacks} of policy ${policy.ref.name ?? ""} of ${caller.name}`,
      risk(query),
    );
  }
  const kind = caller.kind === "role" ? "Role" : "User";
  const name = `allow-${query.action.replace(/[^\w]+/g, "-").toLowerCase()}`;
  const document = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: query.action, Resource: target.arn }],
  };
  const owner = kind === "Role" ? ["--role-name", caller.name] : ["--user-name", caller.name];
  const verb = kind.toLowerCase();
  return {
    summary: `Allow ${query.action} on ${target.arn} to ${verb} ${caller.name}`,
    commands: [
      [
        "aws",
        "iam",
        `put-${verb}-policy`,
        ...owner,
        "--policy-name",
        name,
        "--policy-document",
        JSON.stringify(document),
      ],
    ],
    risk: risk(query),
    rollback: shellLine(["aws", "iam", `delete-${verb}-policy`, ...owner, "--policy-name", name]),
    edits: [
      {
        op: "create",
        type: `AWS::IAM::${kind}Policy`,
        id: `${caller.name}/${name}`,
        value: { [`${kind}Name`]: caller.name, PolicyName: name, PolicyDocument: document },
      },
    ],
  };
}

function functionPermission(
  facts: Facts,
  query: AccessQuery,
  principal: Principal,
  target: Target,
  policy: PolicyText | undefined,
): Change {
  const name = target.path.split(":")[1] ?? target.path;
  const who = principal.caller.kind === "service" ? principal.caller.name : query.principal;
  const source = query.context["aws:SourceArn"]?.[0];
  const sid =
    `allow-${who.split(".")[0] ?? "caller"}-${(source ?? "").split(":").at(-1)?.replace(/\W+/g, "-") ?? ""}`.replace(
      /-+$/,
      "",
    );
  const owner = query.context["aws:SourceAccount"]?.[0];
  const limits = [
    ...(source === undefined ? [] : ["--source-arn", source]),
    ...(owner === undefined ? [] : ["--source-account", owner]),
  ];
  const statement = {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: who },
    Action: "lambda:InvokeFunction",
    Resource: target.arn,
    ...(source !== undefined && {
      Condition: {
        ArnLike: { "AWS:SourceArn": source },
        ...(owner !== undefined && { StringEquals: { "AWS:SourceAccount": owner } }),
      },
    }),
  };
  const id = target.path.slice("function:".length);
  const existing = policy && facts.get("AWS::Lambda::Permission", id);
  return {
    summary: `Let ${who} invoke ${name}${source === undefined ? "" : ` for ${source}`}`,
    commands: [
      [
        "aws",
        "lambda",
        "add-permission",
        "--function-name",
        name,
        "--statement-id",
        sid,
        "--action",
        "lambda:InvokeFunction",
        "--principal",
        who,
        ...limits,
      ],
    ],
    risk: risk(query),
    rollback: shellCommand`aws lambda remove-permission --function-name ${name} --statement-id ${sid}`,
    edits:
      existing && policy
        ? [
            {
              op: "replace",
              type: "AWS::Lambda::Permission",
              id,
              path: "/Policy",
              value: appended(policy, statement),
            },
          ]
        : [
            {
              op: "create",
              type: "AWS::Lambda::Permission",
              id,
              value: { Policy: { Version: "2012-10-17", Statement: [statement] } },
            },
          ],
  };
}

function newStatement(
  query: AccessQuery,
  target: Target,
  principal: Principal | undefined,
  withoutResource: boolean,
  isKey: boolean,
): JsonObject {
  const who = principal && principalElement(principal);
  const source = Object.entries(query.context).find(([key]) => key.toLowerCase() === "aws:sourcearn")?.[1][0];
  const conditions = Object.entries(query.context).filter(([key]) => key.toLowerCase() === "sts:externalid");
  return {
    Effect: "Allow",
    ...(who !== undefined && { Principal: who }),
    Action: query.action,
    ...(!withoutResource && { Resource: isKey ? "*" : target.arn }),
    ...(source !== undefined &&
      who !== undefined && { Condition: { ArnEquals: { "aws:SourceArn": source } } }),
    ...(conditions.length > 0 && {
      Condition: {
        StringEquals: Object.fromEntries(conditions.map(([key, values]) => [key, values[0] ?? ""])),
      },
    }),
  };
}

function principalElement({ caller }: Principal): Json {
  if (caller.kind === "service") return { Service: caller.name };
  if (caller.kind === "anonymous") return "*";
  // `role/*` stands for whatever role of that account asks: the account itself is trusted.
  if (caller.kind === "role" && caller.name === "*") return { AWS: `arn:aws:iam::${caller.account}:root` };
  return caller.kind === "federated" ? { Federated: caller.arn } : { AWS: caller.arn };
}

function documentOf({ resource, path }: PolicyText): Json {
  const found = atPointer(resource.data, path) ?? null;
  // A document kept as text is JSON, or it would not have been parsed.
  return typeof found === "string" ? (JSON.parse(found) as Json) : found;
}

function statementsOf(document: Json): readonly Json[] {
  const list = isObject(document) ? document["Statement"] : undefined;
  return isArray(list) ? list : list === undefined ? [] : [list];
}

function changed(policy: PolicyText, index: number, change: (old: JsonObject) => JsonObject): Json {
  const document = documentOf(policy);
  const statements = statementsOf(document).map((statement, at) =>
    at === index && isObject(statement) ? change(statement) : statement,
  );
  return isObject(document) ? { ...document, Statement: statements } : document;
}

function appended(policy: PolicyText, statement: JsonObject): Json {
  const document = documentOf(policy);
  return isObject(document) ? { ...document, Statement: [...statementsOf(document), statement] } : document;
}

function withMore(old: Json | undefined, more: string): Json {
  const list = isArray(old) ? old : old === undefined ? [] : [old];
  return [...list, more];
}

function changeOf(
  resource: Resource,
  before: Json,
  document: Json,
  summary: string,
  risked: string,
): Change | undefined {
  const written = rewritten(resource, document);
  const undone = rewritten(resource, before);
  if (!written || parsePolicy(document).kind === "invalid") return undefined;
  return {
    summary,
    commands: [written.command],
    risk: risked,
    rollback: undone ? shellLine(undone.command) : "",
    edits: written.edits,
  };
}

function risk({ principal, action, resource }: AccessQuery): string {
  return `${principal} may then do ${action} on ${resource}.`;
}
