import type { Facts } from "../../core/facts.ts";
import type { ResourceRef } from "../../core/finding.ts";
import type { CheckContext, Subject } from "../../diagnose/check.ts";
import { objects, text } from "../../facts/reader.ts";
import type { AccessAsk, Asks } from "./access-ask.ts";
import { actionGroups, decidedOn, iamAction, serviceOfOperation } from "./actions-asked.ts";
import { callersNaming } from "./callers-naming.ts";
import { callersOf } from "./callers.ts";
import type { ActingPrincipal } from "./callers.ts";
import { isMeant, meantResources } from "./meant-requests.ts";
import { namedBy } from "./named-by.ts";
import { rolelessFaults } from "./roleless-faults.ts";

const refused =
  /denied|not authori[sz]ed|unauthori[sz]ed|forbidden|\b403\b|permission|not allowed|refus|can(?:'t|not| not| no longer)|could(?:n't| not)|fail|unable|policy|trust|why does .* not/i;

/** Words of a refusal by permissions alone; "can't" and "fails" may be anything. */
const refusal =
  /denied|not authori[sz]ed|unauthori[sz]ed|forbidden|\b403s?\b|permission|(?:not|n't) (?:\w+ ){0,2}?(?:allow|permit|grant|let)|polic(?:y|ies)/i;

/** The requests that a question speaks of. Of resources that are merely reached, only what its words say is tried; log lines that name the request make guessing needless. */
export function questionAsks(context: CheckContext, logged: boolean): Asks {
  const { question, subjects, facts } = context;
  if (!refused.test(question.text) && question.symptoms?.[0] !== "access") return nothing;
  const ofRoles = /pass ?role/i.test(question.text) ? passAsks(context) : roleAsks(context);
  if (ofRoles.asks.length > 0 || ofRoles.probes.length > 0) return ofRoles;
  const actors = subjects.filter(({ role }) => role !== "target").map(({ ref }) => callersOf(facts, ref));
  const callers = actors.flatMap((one) => one.callers);
  const probes = actors.flatMap((one) => one.probes);
  if (logged) return { asks: [], probes };
  const asks = callers.flatMap((caller) =>
    targetsFor(context, caller).flatMap((target) => asksOn(context, caller, target)),
  );
  const lacks = callers.length > 0 || probes.length > 0 ? [] : actors.flatMap((one) => one.lacks ?? []);
  if (lacks.length > 0) return { asks: [], probes: [], faults: rolelessFaults(context, lacks) };
  if (asks.length > 0) return { asks: distinct(asks), probes };
  const guessed =
    callers.length > 0
      ? callers.map((caller) => withoutTarget(context, caller))
      : probes.length > 0
        ? []
        : [withoutCaller(context)];
  return {
    asks: distinct(guessed.flatMap((one) => one.asks)),
    probes: [...probes, ...guessed.flatMap((one) => one.probes)],
    gaps: guessed.flatMap((one) => one.gaps ?? []),
  };
}

const nothing: Asks = { asks: [], probes: [] };

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
        !["AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::ManagedPolicy"].includes(ref.type),
    );
  const reached = others.filter(({ type }) => type !== "AWS::IAM::Role" && type !== actor.type);
  if (reached.length > 0) return reached.map((ref) => keyBehindAlias(facts, ref));
  return namedBy(facts, actor);
}

/** An alias stands for its key. */
function keyBehindAlias(facts: Facts, ref: ResourceRef): ResourceRef {
  if (ref.type !== "AWS::KMS::Alias") return ref;
  const alias = facts.get(ref.type, ref.id);
  const id = text(alias?.data, "TargetKeyId");
  if (id === "" || alias?.arn === undefined) return ref;
  const arn = `${alias.arn.split(":").slice(0, 5).join(":")}:key/${id}`;
  return { type: "AWS::KMS::Key", id, name: ref.id, arn };
}

function asksOn(
  context: CheckContext,
  { principal }: Pick<ActingPrincipal, "principal">,
  target: ResourceRef,
): readonly AccessAsk[] {
  const { facts, question, region } = context;
  const within = keyOf(context, target);
  const { groups, guessed } = actionGroups(target.type, question.text, namedActions(context));
  return groups.map((actions) => ({
    principal,
    actions,
    resource: decidedOn(
      { type: target.type, id: target.id, ...(target.arn !== undefined && { arn: target.arn }) },
      actions[0] ?? "",
      within?.endsWith("/") ? `${within}*` : within,
      { account: facts.account, region },
    ),
    context: {},
    target,
    from: "question",
    evidence: [],
    ...(guessed && { guessed: "action" as const }),
  }));
}

/** The object that is meant: of several paths the first that stands after the words of refusal, for what comes before may be what works. */
function keyOf({ question, facts }: CheckContext, target: ResourceRef): string | undefined {
  const paths = question.mentions.filter(
    ({ kind, text: said }) =>
      kind === "path" &&
      /\.\w+$|\//.test(said) &&
      !said.startsWith("/") &&
      !said.startsWith("alias/") &&
      !facts.named(said).some(({ type }) => !type.startsWith("AWS::S3::")),
  );
  const refusedAt = refusal.exec(question.text)?.index ?? 0;
  const path = paths.find(({ text: said }) => question.text.indexOf(said, refusedAt) >= 0) ?? paths[0];
  const key = path?.text.startsWith(`${target.id}/`) ? path.text.slice(target.id.length + 1) : path?.text;
  return key === "" ? undefined : key;
}

function namedActions({ question }: CheckContext): readonly string[] {
  return [
    ...question.actions,
    ...question.mentions.filter(({ kind }) => kind === "action").map(({ text: said }) => said),
  ];
}

/** "cannot call ec2:RunInstances", "403 on s3": a request whose resource the question does not name. What the caller's own policies show it is there for is tried; nothing else is blamed. */
function withoutTarget(context: CheckContext, { principal }: ActingPrincipal): Asks {
  const { question } = context;
  const said = namedActions(context).flatMap((action): readonly string[] => {
    if (action.includes(":")) return action.includes("*") ? [] : [action];
    const service = serviceOfOperation(action);
    return service === undefined ? [] : [iamAction(service, action)];
  });
  const groups =
    said.length > 0
      ? [...new Set(said)].map((action) => [action])
      : (question.types ?? []).flatMap((type) => actionGroups(type, question.text, []).groups);
  return joined(groups.map((actions) => meantAsks(context, principal, actions, said.length > 0)));
}

function meantAsks(
  context: CheckContext,
  principal: string,
  actions: readonly string[],
  isSaid: boolean,
): Asks {
  const { facts, region } = context;
  const named = isSaid ? saidResource(context, actions[0] ?? "") : undefined;
  if (named !== undefined) {
    const ask = { principal, actions, resource: named, context: {}, from: "question" as const, evidence: [] };
    return { asks: [ask], probes: [] };
  }
  const meant = meantResources(context, principal, actions);
  const base = { principal, actions, context: {}, from: "question" as const, evidence: [] };
  if (meant.kind === "needs") return { asks: [], probes: meant.probes };
  if (meant.kind === "any") return isSaid ? { asks: [{ ...base, resource: "*" }], probes: [] } : nothing;
  const place = { account: facts.account, region };
  return {
    asks: meant.resources.map((target) => ({
      ...base,
      resource: decidedOn(target, actions[0] ?? "", undefined, place),
      target,
      guessed: "resource" as const,
    })),
    probes: [],
    ...(meant.open && {
      gaps: [`the question does not say on which resource ${principal} may not ${actions[0] ?? ""}`],
    }),
  };
}

/** A resource that the question names in full though nothing that was read is called so: an ARN, a parameter's path. */
function saidResource({ question, facts, region }: CheckContext, action: string): string | undefined {
  const service = action.split(":")[0] ?? "";
  const arn = question.mentions.find(
    ({ kind, text: said }) => kind === "arn" && said.split(":")[2] === service,
  );
  if (arn) return arn.text;
  if (service !== "ssm" || !/Parameter/.test(action)) return undefined;
  const path = question.mentions.find(({ kind, text: said }) => kind === "path" && said.startsWith("/"));
  return path && `arn:aws:ssm:${region}:${facts.account}:parameter${path.text}`;
}

/** "s3:* on bucket-1 does not let anybody read": whose policies name the resource is who means to use it. */
function withoutCaller(context: CheckContext): Asks {
  const { facts, subjects, question } = context;
  if (!refusal.test(question.text)) return nothing;
  const targets = subjects.map(({ ref }) => keyBehindAlias(facts, ref));
  return joined(
    targets
      .filter(({ type }) => actionGroups(type, question.text, namedActions(context)).groups.length > 0)
      .filter(({ type }) => !["AWS::Lambda::Function", "AWS::IAM::Role", "AWS::IAM::User"].includes(type))
      .map((target): Asks => {
        const { principals, probes, gaps } = callersNaming(facts, target);
        const asks = principals
          .flatMap((principal) => asksOn(context, { principal }, target))
          .filter(({ principal, actions }) => isMeant(context, principal, actions, target) !== false)
          .map((ask) => ({ ...ask, guessed: "caller" as const }));
        return { asks, probes, gaps };
      }),
  );
}

function joined(all: readonly Asks[]): Asks {
  return {
    asks: all.flatMap(({ asks }) => asks),
    probes: all.flatMap(({ probes }) => probes),
    gaps: all.flatMap(({ gaps }) => gaps ?? []),
  };
}

/** Handing a role to a service: the caller is whoever the question names first, the role the other one (IAM User Guide, Granting a user permissions to pass a role). */
function passAsks(context: CheckContext): Asks {
  const { subjects, facts } = context;
  const roles = subjects.filter(({ ref }) => ref.type === "AWS::IAM::Role");
  const others = subjects.filter(({ ref }) => ref.type !== "AWS::IAM::Role");
  const callers = others.flatMap(({ ref }) => callersOf(facts, ref).callers);
  const target = roles.find(({ role }) => role === "target") ?? roles.at(-1);
  if (!target) return nothing;
  const own = callers.filter(({ principal }) => principal !== facts.get(target.ref.type, target.ref.id)?.arn);
  const byRole = roles.filter(({ ref }) => ref.id !== target.ref.id).slice(0, 1);
  const principals =
    byRole.length > 0
      ? byRole.flatMap(({ ref }) => callersOf(facts, ref).callers.map(({ principal }) => principal))
      : own.map(({ principal }) => principal);
  const arn = facts.get(target.ref.type, target.ref.id)?.arn ?? target.ref.arn;
  if (arn === undefined) return nothing;
  return {
    asks: principals.map((principal) => ({
      principal,
      actions: ["iam:PassRole"],
      resource: arn,
      context: {},
      target: target.ref,
      from: "question" as const,
      evidence: [],
    })),
    probes: [],
  };
}

/** Taking a role: by another role or user that the question names, or by an account. */
function roleAsks(context: CheckContext): Asks {
  const { question, subjects, facts } = context;
  if (!/assum|switch(?:ing)? role|trust/i.test(question.text)) return { asks: [], probes: [] };
  const roles = subjects.filter(({ ref }) => ref.type === "AWS::IAM::Role");
  const target = toBeTaken(facts, question.text, roles);
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

/** Of several roles the one that is taken trusts principals, while those that only services may take do not: else the one after "assume". */
function toBeTaken(facts: Facts, question: string, roles: readonly Subject[]): Subject | undefined {
  if (roles.length < 2) return roles[0];
  const open = roles.filter(({ ref }) => trustsPrincipals(facts, ref.id));
  if (open.length === 1) return open[0];
  const said = roles.find(({ role }) => role === "target");
  if (said) return said;
  const at = /assum\w*|switch\w*/i.exec(question)?.index ?? 0;
  return roles.find(({ text: name, ref }) => question.indexOf(name || ref.id, at) > at) ?? roles.at(-1);
}

function trustsPrincipals(facts: Facts, role: string): boolean {
  const trust = facts.get("AWS::IAM::Role", role)?.data["AssumeRolePolicyDocument"];
  return /"(?:AWS|Federated)":/.test(JSON.stringify(trust ?? ""));
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

function distinct(asks: readonly AccessAsk[]): readonly AccessAsk[] {
  return [
    ...new Map(asks.map((ask) => [`${ask.principal} ${ask.actions.join()} ${ask.resource}`, ask])).values(),
  ];
}
