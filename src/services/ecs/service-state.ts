import type { Facts, Resource } from "../../core/facts.ts";
import { shellLine } from "../../core/text/shell-line.ts";
import { blame } from "../../diagnose/blame.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";

/**
 * What a service says of itself: that it wants no task, that its deployment failed, that its tasks are stopped by health checks ("Service event
 * messages", "Deployment circuit breaker"). A service short of tasks is never fine: where nothing tells why, that is a gap.
 */
export function judgeServiceState(service: Resource, facts: Facts): Judgement {
  const name = service.name ?? service.id;
  const [desired, running] = [Number(service.data["desiredCount"]), Number(service.data["runningCount"])];
  if (text(service.data, "status") === "INACTIVE")
    return {
      faults: [stateFault(service, facts, "status", "INACTIVE", "ACTIVE", "it was deleted and runs no task")],
    };
  if (desired === 0)
    return {
      faults: [
        blame(service, {
          property: "desiredCount",
          observed: 0,
          expected: "at least 1",
          title: `Service ${name} has desiredCount 0`,
          explanation: `Service ${name} has desiredCount 0: it wants no task, so none runs.`,
          evidence: [facts.cite(service, "/desiredCount"), facts.cite(service, "/runningCount")],
          change: scaled(service),
        }),
      ],
    };
  const failed = failedDeployment(service, facts);
  if (failed) return failed;
  if (running >= desired)
    return {
      fine: `${name} runs ${running} of ${desired} tasks`,
      evidence: [facts.cite(service, "/desiredCount"), facts.cite(service, "/runningCount")],
    };
  return unhealthyTasks(service, facts) ?? { gaps: [`service ${name} runs ${running} of ${desired} tasks`] };
}

function stateFault(
  service: Resource,
  facts: Facts,
  property: string,
  observed: string,
  expected: string,
  why: string,
) {
  const name = service.name ?? service.id;
  return blame(service, {
    property,
    observed,
    expected,
    title: `Service ${name} has ${property} ${observed}`,
    explanation: `Service ${name} has ${property} ${observed}: ${why}.`,
    evidence: [facts.cite(service, `/${property}`)],
  });
}

function scaled(service: Resource) {
  const cluster = service.id.split("/")[0] ?? "";
  const set = (count: number): readonly string[] => [
    "aws",
    "ecs",
    "update-service",
    "--cluster",
    cluster,
    "--service",
    service.name ?? service.id,
    "--desired-count",
    String(count),
  ];
  return {
    summary: `Let ${service.name ?? service.id} run one task`,
    commands: [set(1)],
    risk: "Somebody may have scaled it to zero on purpose; a scaling policy may set it again.",
    rollback: shellLine(set(0)),
    edits: [{ op: "replace" as const, type: service.type, id: service.id, path: "/desiredCount", value: 1 }],
  };
}

function failedDeployment(service: Resource, facts: Facts): Judgement | undefined {
  const index = objects(service.data, "deployments").findIndex(
    (one) => text(one, "rolloutState") === "FAILED",
  );
  const deployment = objects(service.data, "deployments")[index];
  if (!deployment) return undefined;
  const name = service.name ?? service.id;
  const reason = text(deployment, "rolloutStateReason");
  const definition = text(deployment, "taskDefinition").split("/").at(-1) ?? "";
  return {
    faults: [
      blame(service, {
        property: "deployments.rolloutState",
        observed: `FAILED: ${reason}`,
        expected: "COMPLETED",
        title: `The deployment of ${definition} to service ${name} FAILED: ${reason.slice(0, 90)}`,
        explanation: `Service ${name} has a deployment of ${definition} with rolloutState FAILED (${reason.slice(0, 120)}): its tasks did not become steady.`,
        evidence: [facts.cite(service, `/deployments/${index}`)],
        role: "contributing",
        standing: "supported",
      }),
    ],
  };
}

function unhealthyTasks(service: Resource, facts: Facts): Judgement | undefined {
  const index = objects(service.data, "events").findIndex((event) =>
    /failed (?:ELB|container) health checks|is unhealthy in|unable to consistently start|unable to assume|was unable to/i.test(
      text(event, "message"),
    ),
  );
  const message = text(objects(service.data, "events")[index], "message");
  if (index < 0 || /unable to place/.test(message)) return undefined;
  const name = service.name ?? service.id;
  return {
    faults: [
      blame(service, {
        property: "events",
        observed: message,
        expected: "has reached a steady state",
        title: `Service ${name} is short of tasks: ${message.slice(0, 110)}`,
        explanation: `Service ${name} runs ${String(service.data["runningCount"])} of ${String(service.data["desiredCount"])} tasks; its newest event says: ${message.slice(0, 170)}.`,
        evidence: [facts.cite(service, `/events/${index}`), facts.cite(service, "/runningCount")],
        role: "contributing",
        standing: "supported",
      }),
    ],
  };
}
