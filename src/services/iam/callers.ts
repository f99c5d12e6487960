import type { Facts, Resource } from "../../core/facts.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import type { Subject } from "../../diagnose/check.ts";
import { isObject } from "../../core/json/json.ts";
import { text } from "../../facts/reader.ts";

/** Who acts: the principal's ARN, and the resource that acts in its name. */
export interface ActingPrincipal {
  readonly principal: string;
  readonly actor: Subject["ref"];
}

export interface Callers {
  readonly callers: readonly ActingPrincipal[];
  readonly probes: readonly ProbeRequest[];
  /** The subject has no role to act in, though it could be given one. */
  readonly lacks?: readonly RolelessActor[];
}

/** What can act only in a role and has none; `property` is where it would stand. */
export interface RolelessActor {
  readonly resource: Resource;
  readonly property: string;
}

const none: Callers = { callers: [], probes: [] };

/** The principal as which a subject calls: a role or user itself, the role of a function, task or state machine, the role in an instance's profile. */
export function callersOf(facts: Facts, ref: Subject["ref"]): Callers {
  const resource = facts.get(ref.type, ref.id);
  switch (ref.type) {
    case "AWS::IAM::Role":
    case "AWS::IAM::User":
      return as(resource?.arn ?? `${ref.type === "AWS::IAM::Role" ? "role" : "user"}/${ref.id}`, ref);
    case "AWS::Lambda::Function":
      return as(text(resource?.data, "Role"), ref);
    case "AWS::StepFunctions::StateMachine":
      return as(text(resource?.data, "roleArn"), ref);
    case "AWS::ECS::TaskDefinition":
      return taskCaller(resource, ref);
    case "AWS::ECS::Service":
      return taskCaller(facts.get("AWS::ECS::TaskDefinition", text(resource?.data, "taskDefinition")), ref);
    case "AWS::EC2::Instance":
      return resource ? instanceCaller(facts, resource, ref) : none;
    default:
      return none;
  }
}

function as(principal: string, actor: Subject["ref"]): Callers {
  return principal === "" ? none : { callers: [{ principal, actor }], probes: [] };
}

/** The task role is what the containers act in; the execution role is the agent's (ECS Developer Guide, Task IAM role). */
function taskCaller(definition: Resource | undefined, ref: Subject["ref"]): Callers {
  if (!definition || definition.data["containerDefinitions"] === undefined) return none;
  const role = text(definition.data, "taskRoleArn");
  return role === ""
    ? { ...none, lacks: [{ resource: definition, property: "taskRoleArn" }] }
    : as(role, ref);
}

function instanceCaller(facts: Facts, instance: Resource, ref: Subject["ref"]): Callers {
  const profile = instance.data["IamInstanceProfile"];
  const name = isObject(profile) ? (text(profile, "Arn").split("/").at(-1) ?? "") : "";
  if (name === "") return { ...none, lacks: [{ resource: instance, property: "IamInstanceProfile" }] };
  const read = facts.read("iam", "GetInstanceProfile", { InstanceProfileName: name });
  if (!read)
    return {
      callers: [],
      probes: [
        {
          probe: "iam/instance-profile",
          variables: { name },
          reason: `the role of instance ${ref.name ?? ref.id}`,
        },
      ],
    };
  const link = facts
    .get("AWS::IAM::InstanceProfile", name)
    ?.links.find(({ type }) => type === "AWS::IAM::Role");
  return link ? as(facts.get("AWS::IAM::Role", link.id)?.arn ?? `role/${link.id}`, ref) : none;
}
