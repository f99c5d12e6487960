import type { Facts, Resource } from "../../core/facts.ts";
import { isObject, toPointer } from "../../core/json/json.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { environmentReferences } from "../../diagnose/environment-reference.ts";
import type { EnvironmentReference } from "../../diagnose/environment-reference.ts";
import { text } from "../../facts/reader.ts";
import { lookAlikes } from "../../diagnose/look-alikes.ts";
import { listingOf } from "../../diagnose/listings.ts";
import { errorsIn } from "../../diagnose/logs/log-error.ts";
import { linesOfFunction } from "../../diagnose/logs/lines-of-function.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { functionRead } from "./function-read.ts";

const type = "AWS::Lambda::Function";

/** Types that functions feed or read: who names one is found in the list of all functions. */
const fed = new Set([
  "AWS::SQS::Queue",
  "AWS::SNS::Topic",
  "AWS::DynamoDB::Table",
  "AWS::Kinesis::Stream",
  "AWS::RDS::DBInstance",
]);

/** What the environment names has to exist, and in the region that is meant. */
export const environment: Check = {
  id: "lambda.environment",
  title: "resources that the function's environment names",
  run: (context) => {
    const asksForCallers =
      context.subjects.some(({ ref }) => fed.has(ref.type)) && !context.facts.read("lambda", "ListFunctions");
    if (asksForCallers)
      return {
        kind: "needs",
        probes: [
          {
            probe: "lambda/functions",
            variables: {},
            reason: "which functions name what the question is about",
          },
        ],
      };
    return ofFunction.run(context);
  },
};

const ofFunction: Check = resourceCheck({
  id: "lambda.environment",
  title: "resources that the function's environment names",
  type,
  needed: functionRead,
  judge: (lambda, context) => {
    const variables = isObject(lambda.data["Environment"])
      ? lambda.data["Environment"]["Variables"]
      : undefined;
    const references = environmentReferences(variables);
    if (references.length === 0) return {};
    const judged = references.map((reference) => judgeReference(lambda, reference, context));
    const faults = judged.flatMap((one) => one.faults ?? []);
    const probes = judged.flatMap((one) => one.probes ?? []);
    const gaps = judged.flatMap((one) => one.gaps ?? []);
    if (faults.length > 0 || probes.length > 0) return { faults, probes, gaps };
    return {
      fine: `everything that the environment of ${lambda.id} names exists`,
      evidence: [context.facts.cite(lambda, "/Environment/Variables")],
      gaps,
    };
  },
});

function judgeReference(lambda: Resource, reference: EnvironmentReference, context: CheckContext): Judgement {
  const { facts } = context;
  const elsewhere = otherRegion(lambda, reference, context);
  if (elsewhere) return elsewhere;
  if (reference.account !== undefined && reference.account !== facts.account) return {};
  if (reference.region !== undefined && reference.region !== context.region) return {};
  const listing = listingOf(reference.type);
  if (!listing) return {};
  const read =
    facts
      .reads(listing.service, listing.operation)
      .findLast((one) => one.complete && one.region === context.region) ??
    facts.read(listing.service, listing.operation);
  if (!read) return { probes: [listed(listing.probe, reference)] };
  if (read.error || !read.complete)
    return {
      gaps: [`${listing.service}:${listing.operation} is needed to see whether ${reference.id} exists`],
    };
  if (listing.holds(read, reference.id)) return staleSecret(lambda, reference, context) ?? {};
  const names = listing.names(read);
  const [nearest] = lookAlikes(reference.id, names);
  // A plain value may name something else than its variable suggests: without an error that says so or a look-alike it is no fault.
  const complains = errorsIn(linesOfFunction(facts, lambda)).filter((error) => error.kind === "not-found");
  if (reference.form === "plain" && complains.length === 0 && nearest === undefined) return {};
  return {
    faults: [
      missing(lambda, reference, {
        facts,
        nearest,
        evidence: [
          ...facts.citeAbsence(read, listing.pointer, listing.query(reference.id)),
          ...complains.slice(-1).map((error) => facts.cite(error.line.resource)),
        ],
        sure: complains.length > 0 || reference.form !== "plain",
      }),
    ],
  };
}

function listed(probe: string, reference: EnvironmentReference): ProbeRequest {
  return {
    probe,
    variables: {},
    reason: `whether ${reference.id}, which ${reference.variable} names, exists`,
  };
}

function missing(
  lambda: Resource,
  reference: EnvironmentReference,
  {
    facts,
    nearest,
    evidence,
    sure,
  }: { facts: Facts; nearest: string | undefined; evidence: ReturnType<Facts["citeAbsence"]>; sure: boolean },
) {
  const { variable, value, id } = reference;
  const kind = reference.type.split("::").at(-1)?.toLowerCase() ?? "resource";
  const better = nearest === undefined ? undefined : value.replace(id, nearest);
  return blame(lambda, {
    property: `Environment.Variables.${variable}`,
    observed: value,
    expected: better ?? `a ${kind} that exists in this account and region`,
    title: `${variable} of ${lambda.id} names ${kind} ${id}, which does not exist`,
    explanation: `Function ${lambda.id} has ${variable}=${value} in its environment, but there is no such ${kind} here${nearest === undefined ? "" : `; ${nearest} exists and is probably meant`}.`,
    evidence: [facts.cite(lambda, `/Environment/Variables${toPointer(variable)}`), ...evidence],
    standing: sure ? "proved" : "supported",
    ...(better !== undefined && { change: setVariable(lambda, variable, value, better) }),
  });
}

/** A queue of the same name may stand in another region: the producer then fills that one. */
function otherRegion(
  lambda: Resource,
  reference: EnvironmentReference,
  { facts, region }: CheckContext,
): Judgement | undefined {
  const { variable, value, id } = reference;
  if (reference.region === undefined || reference.region === region || lambda.region !== region)
    return undefined;
  const here = facts.get(reference.type, id);
  if (!here || here.region !== region) return undefined;
  const better = value.replaceAll(reference.region, region);
  return {
    faults: [
      blame(lambda, {
        property: `Environment.Variables.${variable}`,
        observed: value,
        expected: better,
        title: `${variable} of ${lambda.id} points to ${id} in ${reference.region} instead of ${region}`,
        explanation: `Function ${lambda.id} has ${variable}=${value} in its environment: that is ${id} in ${reference.region}, while the one of the same name that is watched here is in ${region}. What it sends lands in the other region.`,
        evidence: [facts.cite(lambda, `/Environment/Variables${toPointer(variable)}`), facts.cite(here)],
        change: setVariable(lambda, variable, value, better),
      }),
    ],
  };
}

export function setVariable(lambda: Resource, variable: string, value: string, better: string) {
  return {
    summary: `Set ${variable} of ${lambda.id} to ${better}`,
    // The command would have to carry the whole environment, values that were blinded included: a person has to write it.
    commands: [],
    risk: "update-function-configuration replaces the whole environment: give all the other variables with it, unchanged.",
    rollback: `set ${variable} back to ${value}`,
    edits: [
      {
        op: "replace" as const,
        type,
        id: lambda.id,
        path: `/Environment/Variables${toPointer(variable)}`,
        value: better,
      },
    ],
  };
}

/** A login that fails while a secret of nearly the same name was changed later: the function reads the one that was left behind. */
function staleSecret(
  lambda: Resource,
  reference: EnvironmentReference,
  { facts }: CheckContext,
): Judgement | undefined {
  if (reference.type !== "AWS::SecretsManager::Secret") return undefined;
  const failed = errorsIn(linesOfFunction(facts, lambda)).filter((error) => error.kind === "authentication");
  const held =
    facts.get(reference.type, reference.id) ??
    facts.all(reference.type).find(({ id }) => id.startsWith(reference.id));
  const last = failed.at(-1);
  if (!held || !last) return undefined;
  const own = held.name ?? held.id;
  const others = facts.all(reference.type).filter((one) => one.id !== held.id && one.name !== undefined);
  const alike = lookAlikes(
    own,
    others.map((one) => one.name ?? ""),
  );
  const newer = alike
    .map((name) => others.find((one) => one.name === name))
    .find((one) => one && changedSince(one) && (!changedSince(held) || changedAt(one) > changedAt(held)));
  if (!newer) return undefined;
  const { variable, value } = reference;
  const better = reference.form === "arn" ? (newer.arn ?? newer.id) : (newer.name ?? newer.id);
  return {
    faults: [
      blame(lambda, {
        property: `Environment.Variables.${variable}`,
        observed: value,
        expected: better,
        title: `${variable} of ${lambda.id} names secret ${own}, while ${newer.name} is the one that was rotated`,
        explanation: `Function ${lambda.id} has ${variable} naming secret ${own}; ${changeText(held, own, newer)} Logins with the old password fail.`,
        evidence: [
          facts.cite(lambda, `/Environment/Variables${toPointer(variable)}`),
          facts.cite(held),
          facts.cite(newer),
          facts.cite(last.line.resource),
        ],
        standing: "supported",
        change: setVariable(lambda, variable, value, better),
      }),
    ],
  };
}

/** What the two secrets themselves show: dates where they differ, else that only the other one has had another value before. */
function changeText(held: Resource, own: string, newer: Resource): string {
  if (changedAt(newer) > changedAt(held))
    return `it was last changed ${changedAt(held).slice(0, 19)}, ${newer.name} later, ${changedAt(newer).slice(0, 19)}.`;
  return `${newer.name} keeps a former value (AWSPREVIOUS), so it was given a new one; ${own} has none.`;
}

/** A secret that was rotated, or given another value, keeps the former one as AWSPREVIOUS. */
function changedSince({ data }: Resource): boolean {
  const stages = [data["VersionIdsToStages"], data["SecretVersionsToStages"]].filter(isObject);
  return (
    typeof data["LastRotatedDate"] === "string" ||
    stages.some((versions) => JSON.stringify(versions).includes("AWSPREVIOUS")) ||
    Date.parse(text(data, "LastChangedDate")) - Date.parse(text(data, "CreatedDate")) > 60_000
  );
}

function changedAt({ data }: Resource): string {
  const dates = [data["LastRotatedDate"], data["LastChangedDate"]].filter((date) => typeof date === "string");
  return dates.toSorted().at(-1) ?? "";
}
