import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { errorsIn } from "../../diagnose/logs/log-error.ts";
import { linesOf } from "../../diagnose/logs/log-event.ts";
import type { Related } from "../../diagnose/related.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement, Needed } from "../../diagnose/resource-check.ts";
import { lookback } from "../../diagnose/window.ts";
import { text } from "../../facts/reader.ts";
import { driftOf } from "./drift.ts";

const type = "AWS::CloudFormation::Stack";

function stackRead({ id, resource }: Related, context: CheckContext): Needed {
  const name = resource?.id ?? id;
  return {
    service: "cloudformation",
    operation: "DescribeStackEvents",
    params: { StackName: name },
    probe: {
      probe: "cloudformation/stack",
      variables: { stack_names: [name], ...lookback(context) },
      reason: `events, resources and template of stack ${name}`,
    },
  };
}

function statusOf(stack: Resource): string {
  return text(stack.data, "StackStatus") || text(stack.data, "ResourceStatus");
}

/** The first failure is the cause: what follows is cancelled because of it ("Troubleshooting CloudFormation"). */
export const stackFailure: Check = resourceCheck({
  id: "cloudformation.failure",
  title: "first failed resource of the stack",
  type,
  needed: stackRead,
  judge: (stack, { facts }) => {
    const status = statusOf(stack);
    const failed = facts
      .all("AWS::CloudFormation::StackEvent")
      .filter(
        (event) =>
          event.name === stack.id &&
          /_FAILED$/.test(text(event.data, "ResourceStatus")) &&
          !/cancell?ed|Rollback requested|following resource/i.test(text(event.data, "ResourceStatusReason")),
      )
      .toSorted((a, b) => (text(a.data, "Timestamp") < text(b.data, "Timestamp") ? -1 : 1));
    const [first] = failed;
    const broken = /FAILED|ROLLBACK/.test(status);
    if (!broken)
      return {
        fine: `stack ${stack.id} is ${status}`,
        evidence: [facts.cite(stack, "StackStatus" in stack.data ? "/StackStatus" : "/ResourceStatus")],
      };
    const logical = text(first?.data, "LogicalResourceId");
    const reason = text(first?.data, "ResourceStatusReason") || text(stack.data, "StackStatusReason");
    return {
      faults: [
        blame(stack, {
          property: first ? `${logical} ResourceStatusReason` : "StackStatus",
          observed: reason || status,
          expected: "the resource is created or updated",
          title: first
            ? `Stack ${stack.id} failed first at resource ${logical}: ${reason.slice(0, 90)}`
            : `Stack ${stack.id} is ${status}`,
          explanation:
            `Stack ${stack.id} is ${status}. ${first ? `Its first error is resource ${logical} (${text(first.data, "ResourceType")}) with ResourceStatusReason: ${reason.slice(0, 150)}. Later failures were cancelled because of it.` : reason}`.slice(
              0,
              300,
            ),
          evidence: [
            facts.cite(stack, "StackStatus" in stack.data ? "/StackStatus" : "/ResourceStatus"),
            ...(first ? [facts.cite(first)] : []),
          ],
          standing: first ? "proved" : "supported",
          change: {
            summary:
              status === "ROLLBACK_COMPLETE"
                ? `Repair ${logical}, delete the stack and create it again`
                : `Repair ${logical} and update the stack`,
            commands:
              status === "ROLLBACK_COMPLETE"
                ? [["aws", "cloudformation", "delete-stack", "--stack-name", stack.id]]
                : [],
            risk: "Deleting a stack deletes its resources, unless they are retained.",
            rollback: "create the stack again from its template",
            edits: [],
          },
        }),
      ],
    };
  },
});

/** A custom resource waits until its function answers to the pre-signed URL; one that crashes never does ("Custom resources"). */
export const stackStuck: Check = resourceCheck({
  id: "cloudformation.stuck",
  title: "what the stack waits for",
  type,
  needed: stackRead,
  judge: (stack, { facts }) => {
    const status = statusOf(stack);
    if (!status.endsWith("_IN_PROGRESS")) return {};
    const resources = resourcesOf(facts, stack);
    const template = templateOf(facts, stack);
    const custom = Object.entries(template).find(
      ([logical, one]) =>
        /^(?:Custom::|AWS::CloudFormation::CustomResource)/.test(text(one, "Type")) &&
        !/_COMPLETE$/.test(
          text(resources.find((each) => each.id === `${stack.id}/${logical}`)?.data, "ResourceStatus"),
        ),
    );
    if (!custom) return { gaps: [`stack ${stack.id} is ${status}, and nothing shows what it waits for`] };
    const [logical, resource] = custom;
    const properties = isObject(resource) ? resource["Properties"] : undefined;
    const handler = /:function:([\w-]+)/.exec(text(properties, "ServiceToken"))?.[1] ?? "";
    const last = errorsIn(linesOf(facts, `/aws/lambda/${handler}`)).at(-1);
    const document = facts.get("AWS::CloudFormation::Template", stack.id);
    return {
      faults: [
        blame(stack, {
          property: `custom resource ${logical}: no response to CloudFormation`,
          observed: last?.line.message ?? status,
          expected: "SUCCESS or FAILED sent to the ResponseURL",
          title: `Stack ${stack.id} waits for custom resource ${logical}, whose handler ${handler} never answered`,
          explanation: `Stack ${stack.id} is ${status}: custom resource ${logical} gets no response, for its handler (Lambda ${handler}) ${last ? `crashed with ${last.line.message.slice(0, 80)} and` : ""} never answered CloudFormation at the ResponseURL.`,
          evidence: [
            facts.cite(stack, "StackStatus" in stack.data ? "/StackStatus" : "/ResourceStatus"),
            ...(document ? [facts.cite(document)] : []),
            ...(last ? [facts.cite(last.line.resource)] : []),
          ],
          standing: last ? "proved" : "supported",
          change: {
            summary: `Repair ${handler} so that it always answers, then delete or roll back the stack`,
            commands: [["aws", "cloudformation", "delete-stack", "--stack-name", stack.id]],
            risk: "A stack that waits times out after an hour; a delete waits for the same handler.",
            rollback: "create the stack again from its template",
            edits: [],
          },
        }),
      ],
    };
  },
});

function resourcesOf(facts: Facts, stack: Resource): readonly Resource[] {
  return facts.all("AWS::CloudFormation::StackResource").filter((one) => one.name === stack.id);
}

function templateOf(facts: Facts, stack: Resource): JsonObject {
  const body = facts.get("AWS::CloudFormation::Template", stack.id)?.data["TemplateBody"];
  const parsed = typeof body === "string" ? parse(body) : body;
  const resources = isObject(parsed) ? parsed["Resources"] : undefined;
  return isObject(resources) ? resources : {};
}

function parse(body: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isDocument(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isDocument(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands in the account against what the template says, for the common types; CloudFormation's own drift detection changes state and is not called. */
export const drift: Check = resourceCheck({
  id: "cloudformation.drift",
  title: "live resources against the template of the stack",
  type,
  reach: 0,
  needed: stackRead,
  judge: (stack, { facts, question }) => judgeDrift(stack, facts, question.text),
});

function judgeDrift(stack: Resource, facts: Facts, question: string): Judgement {
  if (!/drift|differ|by hand|manual|changed|template|sync|out of band/i.test(question)) return {};
  const template = templateOf(facts, stack);
  const document = facts.get("AWS::CloudFormation::Template", stack.id);
  const found = resourcesOf(facts, stack).flatMap((one) => {
    const logical = one.id.split("/").at(-1) ?? "";
    const kind = text(one.data, "ResourceType");
    const physical = text(one.data, "PhysicalResourceId").split("/").at(-1) ?? "";
    const live = facts.get(kind, physical);
    const wanted = template[logical];
    if (!live || !isObject(wanted)) return [];
    return driftOf(kind, isObject(wanted["Properties"]) ? wanted["Properties"] : {}, live).map(
      (difference) => ({ difference, live, logical }),
    );
  });
  if (found.length === 0)
    return {
      fine: `the resources of stack ${stack.id} that were compared are as its template says`,
      evidence: document ? [facts.cite(document)] : [],
    };
  return {
    faults: found.map(({ difference, live, logical }) =>
      blame(live, {
        property: difference.property,
        observed: difference.observed,
        expected: difference.expected,
        title: `${live.name ?? live.id} (${logical} of stack ${stack.id}) differs from the template: ${difference.says}`,
        explanation: `${live.id}, resource ${logical} of stack ${stack.id}, has in ${difference.property} ${difference.says}, which is not in the template.`,
        evidence: [facts.cite(live, difference.pointer), ...(document ? [facts.cite(document)] : [])],
        pillars: ["operational excellence", "security"],
      }),
    ),
  };
}

/** Where the list of stacks cannot be read, what the question calls by name may still be read by that name. */
export const namedStack: Check = {
  id: "cloudformation.named-stack",
  title: "stacks that the question names",
  run: (context) => {
    const { facts, question } = context;
    const list = facts.reads("cloudformation", "DescribeStacks");
    if (
      list.length === 0 ||
      list.some((read) => !read.error) ||
      !/\bstacks?\b|cloudformation/i.test(question.text)
    )
      return { kind: "apart" };
    const names = question.mentions
      .filter((one) => ["name", "id"].includes(one.kind) && (one.types ?? [type]).includes(type))
      .map((one) => one.text)
      .filter((name) => /^[A-Za-z][A-Za-z0-9-]*$/.test(name) && !facts.get(type, name))
      .slice(0, 4);
    const unread = names.filter(
      (name) =>
        !facts
          .reads("cloudformation", "DescribeStackEvents")
          .some((read) => text(read.params, "StackName") === name),
    );
    if (unread.length === 0) return { kind: "apart" };
    const probe = { probe: "cloudformation/stack", variables: { stack_names: unread, ...lookback(context) } };
    return {
      kind: "needs",
      probes: [{ ...probe, reason: "the list of stacks cannot be read, so the names are tried" }],
    };
  },
};

/** Faults of stacks. */
export const checks: readonly Check[] = [namedStack, stackFailure, stackStuck, drift];
