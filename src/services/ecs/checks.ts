import type { Facts, Resource } from "../../core/facts.ts";
import type { Question } from "../../core/question.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement, Needed } from "../../diagnose/resource-check.ts";
import { asked } from "../../diagnose/window.ts";
import { objects, strings, text } from "../../facts/reader.ts";
import { familyRevision } from "./facts.ts";
import { judgeServiceState } from "./service-state.ts";
import { containerFaults } from "./task-checks.ts";

const type = "AWS::ECS::Service";
const definitionType = "AWS::ECS::TaskDefinition";

function serviceRead(name: string, context: CheckContext): Needed {
  const plain = name.split("/").at(-1) ?? name;
  const place = name.includes("/") && !name.startsWith("arn:") ? (name.split("/")[0] ?? "") : "";
  const span = asked(context);
  return {
    service: "ecs",
    operation: "DescribeServices",
    params: {},
    find: (facts) =>
      facts.reads("ecs", "DescribeTaskDefinition").length === 0
        ? undefined
        : facts
            .reads("ecs", "DescribeServices")
            .findLast((read) =>
              strings(read.params, "services").some((one) => one.split("/").at(-1) === plain),
            ),
    probe: {
      probe: "ecs/service",
      variables: { services: [plain], cluster: place, asked_since: span.since, until: span.until },
      reason: `events, tasks and definition of service ${plain}`,
    },
  };
}

function definitionRead(id: string, context: CheckContext): Needed {
  const span = asked(context);
  const family = familyRevision(id);
  return {
    service: "ecs",
    operation: "DescribeTaskDefinition",
    params: {},
    find: (facts) =>
      facts
        .reads("ecs", "DescribeTaskDefinition")
        .findLast(
          (read) =>
            familyRevision(text(read.params, "taskDefinition")).split(":")[0] === family.split(":")[0],
        ),
    probe: {
      probe: "ecs/service",
      variables: {
        // A service is mostly called as the family that it runs: what it says belongs to the same question.
        services: [family.split(":")[0] ?? family],
        families: [family],
        asked_since: span.since,
        until: span.until,
      },
      reason: `containers, tasks, image, logs and secrets of ${family}`,
    },
  };
}

/** What the tasks of the question's services and families need in order to start. */
export const taskStart: Check = resourceCheck({
  id: "ecs.task-start",
  title: "images, log groups, secrets and exit codes of the tasks",
  type: definitionType,
  needed: ({ id }, context) => definitionRead(id, context),
  judge: (definition, { facts }) => {
    const faults = containerFaults(definition, facts);
    if (faults.length > 0) return { faults };
    return {
      fine: `images, log groups and secrets of ${definition.id} exist`,
      evidence: [facts.cite(definition, "/containerDefinitions")],
    };
  },
});

/** Why a service cannot place tasks, or runs an older revision than the newest. */
export const servicePlacement: Check = resourceCheck({
  id: "ecs.placement",
  title: "room for the tasks of the service",
  type,
  needed: ({ id }, context) => serviceRead(id, context),
  judge: (service, { facts }) => judgePlacement(service, facts),
});

function judgePlacement(service: Resource, facts: Facts): Judgement {
  const index = objects(service.data, "events").findIndex((event) =>
    /unable to place a task/.test(text(event, "message")),
  );
  const message = text(objects(service.data, "events")[index], "message");
  if (index < 0 || Number(service.data["runningCount"]) >= Number(service.data["desiredCount"]))
    return {
      fine: `${service.name} has no unplaced task`,
      evidence: [facts.cite(service, "/desiredCount"), facts.cite(service, "/runningCount")],
    };
  const short = /insufficient (memory|CPU|\w+)/i.exec(message)?.[1]?.toUpperCase();
  const definition = facts.get(definitionType, familyRevision(text(service.data, "taskDefinition")));
  const closest = /container-instance ([\w-]+)/.exec(message)?.[1];
  const machine =
    facts
      .all("AWS::ECS::ContainerInstance")
      .find((one) => closest !== undefined && one.id.endsWith(`/${closest}`)) ??
    facts.all("AWS::ECS::ContainerInstance")[0];
  const left = objects(machine?.data, "remainingResources").find((one) => text(one, "name") === short)?.[
    "integerValue"
  ];
  const wanted = objects(definition?.data, "containerDefinitions").reduce(
    (total, one) => total + Number(one[short === "CPU" ? "cpu" : "memory"] ?? one["memoryReservation"] ?? 0),
    0,
  );
  const where = machine && short !== undefined ? machine : service;
  return {
    faults: [
      blame(where, {
        property: machine && short !== undefined ? `remainingResources ${short}` : "events",
        observed: machine && short !== undefined ? (left ?? null) : message,
        expected:
          short === undefined ? "a container instance that meets the requirements" : `at least ${wanted}`,
        title:
          short === undefined
            ? `${service.name} cannot place a task`
            : `Container instance ${closest ?? machine?.name ?? ""} has ${short} ${String(left)} left, a task of ${service.name} needs ${wanted}`,
        explanation: `Service ${service.name} cannot place a task: ${short === undefined ? message.slice(0, 200) : `container instance ${closest ?? ""} (${machine?.name ?? ""}) has remainingResources ${short} ${String(left)}${short === "MEMORY" ? " MiB" : ""} left, the task needs ${wanted}.`}`,
        evidence: [
          facts.cite(service, `/events/${index}`),
          ...(machine ? [facts.cite(machine, "/remainingResources")] : []),
          ...(definition ? [facts.cite(definition, "/containerDefinitions")] : []),
        ],
      }),
    ],
  };
}

export const serviceRevision: Check = resourceCheck({
  id: "ecs.revision",
  title: "revision of the task definition that the service runs",
  type,
  reach: 1,
  needed: ({ id }, context) => serviceRead(id, context),
  judge: (service, { facts, question }) => {
    const running = familyRevision(text(service.data, "taskDefinition"));
    const [family, revision] = running.split(":");
    const listed = facts.read("ecs", "ListTaskDefinitions", { familyPrefix: family ?? "" });
    const revisions = (listed?.pages ?? [])
      .flatMap(({ response }) => strings(response, "taskDefinitionArns"))
      .map((arn) => Number(familyRevision(arn).split(":")[1]));
    const newest = Math.max(0, ...revisions);
    if (!listed?.complete || newest <= Number(revision))
      return {
        fine: `${service.name} runs ${running}, the newest revision`,
        evidence: [facts.cite(service, "/taskDefinition")],
      };
    const asks = asksForRevision(question) || (question.symptoms ?? []).slice(0, 2).includes("deployment");
    const cluster = service.id.split("/")[0] ?? "";
    return {
      faults: [
        blame(service, {
          property: "taskDefinition",
          observed: running,
          expected: `${family}:${newest}`,
          title: `Service ${service.name} runs task definition ${running}, though revision ${newest} is registered`,
          explanation: `Service ${service.name} has taskDefinition ${running}, while ${family}:${newest} was registered later: update-service was not called with it, so the old image runs.`,
          evidence: [
            facts.cite(service, "/taskDefinition"),
            ...facts.citeAbsence(listed, "/taskDefinitionArns", "@"),
          ],
          role: asks ? "root" : "bystander",
          change: {
            summary: `Roll ${service.name} to revision ${newest}`,
            commands: [
              [
                "aws",
                "ecs",
                "update-service",
                "--cluster",
                cluster,
                "--service",
                service.name ?? "",
                "--task-definition",
                `${family}:${newest}`,
              ],
            ],
            risk: "Tasks are replaced by ones of the new revision; find out why the deployment skipped it.",
            rollback: shellCommand`aws ecs update-service --cluster ${cluster} --service ${service.name ?? ""} --task-definition ${running}`,
            edits: [],
          },
        }),
      ],
    };
  },
});

/** Which code runs is asked, not why it does not. */
function asksForRevision({ symptoms, text: words }: Question): boolean {
  return (
    (symptoms ?? []).includes("deployment") &&
    !/\b(?:start|place|pull|crash\w*|exit\w*|stop\w*|dies?|down|unhealthy)\b/i.test(words)
  );
}

/** Whether the service has the tasks that it wants, and what its deployments and events say where it has not. */
export const serviceState: Check = resourceCheck({
  id: "ecs.service-state",
  title: "wanted and running tasks of the service, and its deployments",
  type,
  reach: 1,
  needed: ({ id }, context) => serviceRead(id, context),
  judge: (service, { facts, question }) => {
    const judged = judgeServiceState(service, facts);
    // Which revision runs can be told however many tasks do.
    return judged.gaps && asksForRevision(question) ? {} : judged;
  },
});

/** Faults of services and their tasks. */
export const checks: readonly Check[] = [taskStart, servicePlacement, serviceRevision, serviceState];
