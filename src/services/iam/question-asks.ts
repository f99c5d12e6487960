import type { Facts } from "../../core/facts.ts";
import type { ResourceRef } from "../../core/finding.ts";
import type { CheckContext, Subject } from "../../diagnose/check.ts";
import { related } from "../../diagnose/related.ts";
import { objects, text } from "../../facts/reader.ts";
import type { AccessAsk, Asks } from "./access-ask.ts";
import { actionGroups, decidedOn, iamAction, serviceOfOperation } from "./actions-asked.ts";
import { callersOf } from "./callers.ts";
import type { ActingPrincipal } from "./callers.ts";

const refused =
  /denied|not authori[sz]ed|unauthori[sz]ed|forbidden|\b403\b|permission|not allowed|refus|can(?:'t|not| not| no longer)|could(?:n't| not)|fail|unable|policy|trust|why does .* not/i;

/** The requests that a question speaks of. Of resources that are merely reached, only what its words say is tried; log lines that name the request make guessing needless. */
export function questionAsks(context: CheckContext, logged: boolean): Asks {
  const { question, subjects, facts } = context;
  if (!refused.test(question.text) && question.symptoms?.[0] !== "access") return workAsks(context);
  const assumed = roleAsks(context);
  if (assumed.asks.length > 0 || assumed.probes.length > 0) return assumed;
  const actors = subjects.filter(({ role }) => role !== "target").map(({ ref }) => callersOf(facts, ref));
  const callers = actors.flatMap((one) => one.callers);
  const probes = actors.flatMap((one) => one.probes);
  const asks = logged
    ? []
    : callers.flatMap((caller) =>
        targetsFor(context, caller).flatMap((target) => asksOn(context, caller, target)),
      );
  const bare =
    asks.length === 0 && !logged ? callers.flatMap((caller) => withoutTarget(context, caller)) : [];
  return { asks: distinct([...asks, ...bare, ...workAsks(context).asks]), probes };
}

/** What the caller is said to reach: the other subjects, else what its environment names. */
function targetsFor(
  { subjects, facts }: CheckContext,
  { actor, principal }: ActingPrincipal,
): readonly ResourceRef[] {
  const own = principal.split("/").at(-1);
  const others = subjects
    .map(({ ref }) => ref)
    .filter(
      (ref) =>
        !(ref.type === actor.type && ref.id === actor.id) &&
        !(ref.type === "AWS::IAM::Role" && ref.id === own) &&
        ref.type !== "AWS::IAM::User",
    );
  const reached = others.filter(({ type }) => type !== "AWS::IAM::Role" && type !== actor.type);
  if (reached.length > 0) return reached;
  return named(facts, actor);
}

function named(facts: Facts, actor: ResourceRef): readonly ResourceRef[] {
  const resource = facts.get(actor.type, actor.id);
  const links = resource?.links.filter(({ kind }) => kind === "names") ?? [];
  return links.map(({ type, id }) => {
    const arn = facts.get(type, id)?.arn;
    return { type, id, ...(arn !== undefined && { arn }) };
  });
}

function asksOn(
  context: CheckContext,
  { principal }: ActingPrincipal,
  target: ResourceRef,
): readonly AccessAsk[] {
  const { facts, question, region } = context;
  const key = question.mentions.find(
    ({ kind, text: said }) =>
      kind === "path" && /\.\w+$|\//.test(said) && !said.startsWith("/") && !said.startsWith("alias/"),
  )?.text;
  return actionGroups(target.type, question.text, namedActions(context)).map((actions) => ({
    principal,
    actions,
    resource: decidedOn(
      { type: target.type, id: target.id, ...(target.arn !== undefined && { arn: target.arn }) },
      actions[0] ?? "",
      key,
      { account: facts.account, region },
    ),
    context: {},
    target,
    from: "question",
    evidence: [],
  }));
}

function namedActions({ question }: CheckContext): readonly string[] {
  return [
    ...question.actions,
    ...question.mentions.filter(({ kind }) => kind === "action").map(({ text: said }) => said),
  ];
}

/** "cannot call ec2:RunInstances": an action without a resource is tried on any. */
function withoutTarget(context: CheckContext, { principal }: ActingPrincipal): readonly AccessAsk[] {
  const actions = namedActions(context).flatMap((action): readonly string[] => {
    if (action.includes(":")) return action.includes("*") ? [] : [action];
    const service = serviceOfOperation(action);
    return service === undefined ? [] : [iamAction(service, action)];
  });
  return [...new Set(actions)].map((action) => ({
    principal,
    actions: [action],
    resource: "*",
    context: {},
    from: "question",
    evidence: [],
  }));
}

/** Taking a role: by another role or user that the question names, or by an account. */
function roleAsks(context: CheckContext): Asks {
  const { question, subjects, facts } = context;
  if (!/assum|switch(?:ing)? role|trust/i.test(question.text)) return { asks: [], probes: [] };
  const roles = subjects.filter(({ ref }) => ref.type === "AWS::IAM::Role");
  const target = roles.find(({ role }) => role === "target") ?? toBeTaken(question.text, roles);
  if (!target) return { asks: [], probes: [] };
  const callers = subjects
    .filter(({ ref }) => ref !== target.ref)
    .flatMap(({ ref }) => callersOf(facts, ref).callers);
  const accounts = callers.length > 0 ? [] : accountsFor(context, target);
  const principals = [
    ...callers.map(({ principal }) => principal),
    ...accounts.map((account) => `arn:aws:iam::${account}:role/*`),
  ];
  const arn =
    facts.get("AWS::IAM::Role", target.ref.id)?.arn ??
    target.ref.arn ??
    `arn:aws:iam::${facts.account}:role/${target.ref.id}`;
  const ask = (principal: string): AccessAsk => ({
    principal,
    actions: ["sts:AssumeRole"],
    resource: arn,
    context: {},
    target: target.ref,
    from: "question",
    evidence: accountEvidence(context, target, principal),
  });
  const read = facts.read("iam", "GetRole", { RoleName: target.ref.id });
  const probes = read
    ? []
    : [
        {
          probe: "iam/principal",
          variables: { name: target.ref.id, kind: "role" },
          reason: `whom ${target.ref.id} trusts`,
        },
      ];
  return { asks: principals.map(ask), probes };
}

/** The role that stands after "assume". */
function toBeTaken(question: string, roles: readonly Subject[]): Subject | undefined {
  if (roles.length < 2) return roles[0];
  const at = /assum\w*|switch\w*/i.exec(question)?.index ?? 0;
  return roles.find(({ text: said, ref }) => question.indexOf(said || ref.id, at) > at) ?? roles.at(-1);
}

/** The account that is to take the role: named in the question, else in the role's tags or description. */
function accountsFor({ question, facts }: CheckContext, { ref }: Subject): readonly string[] {
  const said = question.mentions
    .filter(({ kind, text: account }) => kind === "account" && account !== facts.account)
    .map(({ text: account }) => account);
  if (said.length > 0) return [...new Set(said)];
  return [...new Set(noted(facts, ref.id).flatMap(({ account }) => account))].filter(
    (account) => account !== facts.account,
  );
}

function noted(facts: Facts, role: string): readonly { account: string; pointer: string }[] {
  const found = facts.get("AWS::IAM::Role", role);
  if (!found) return [];
  const tagged = objects(found.data, "Tags").flatMap((tag, index) =>
    (text(tag, "Value").match(/(?<!\d)\d{12}(?!\d)/g) ?? []).map((account) => ({
      account,
      pointer: `/Tags/${index}`,
    })),
  );
  const described = (text(found.data, "Description").match(/(?<!\d)\d{12}(?!\d)/g) ?? []).map((account) => ({
    account,
    pointer: "/Description",
  }));
  return [...tagged, ...described];
}

function accountEvidence(
  { facts }: CheckContext,
  { ref }: Subject,
  principal: string,
): AccessAsk["evidence"] {
  const role = facts.get("AWS::IAM::Role", ref.id);
  const note = noted(facts, ref.id).find(({ account }) => principal.includes(account));
  return role && note ? [facts.cite(role, note.pointer)] : [];
}

/** In a pipeline that loses its work, whether a function may write to the table that its environment names. */
function workAsks(context: CheckContext): Asks {
  const { facts, question, region } = context;
  if (
    !/database|table|dynamo|end to end|pipeline|\bsaved?\b|written|results?/i.test(question.text) ||
    !["delivery", "access"].includes(question.symptoms?.[0] ?? "")
  )
    return { asks: [], probes: [] };
  const functions = related(context, "AWS::Lambda::Function", 3).flatMap(({ resource }) =>
    resource && text(resource.data, "Role") !== "" ? [resource] : [],
  );
  const asks = functions.flatMap((one) =>
    named(facts, { type: one.type, id: one.id })
      .filter(({ type }) => type === "AWS::DynamoDB::Table")
      .map((target): AccessAsk => ({
        principal: text(one.data, "Role"),
        actions: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"],
        resource: decidedOn(
          { type: target.type, id: target.id, ...(target.arn !== undefined && { arn: target.arn }) },
          "dynamodb:PutItem",
          undefined,
          { account: facts.account, region },
        ),
        context: {},
        target,
        from: "configuration",
        evidence: [facts.cite(one, "/Environment")],
        role: "root",
      })),
  );
  return { asks, probes: [] };
}

function distinct(asks: readonly AccessAsk[]): readonly AccessAsk[] {
  return [
    ...new Map(asks.map((ask) => [`${ask.principal} ${ask.actions.join()} ${ask.resource}`, ask])).values(),
  ];
}
