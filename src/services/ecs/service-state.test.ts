import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../core/json/json.ts";
import { factsOf } from "../../facts/fact-base.ts";
import { recorded } from "../../testing/recorded.ts";
import { readers } from "./facts.ts";
import { judgeServiceState } from "./service-state.ts";

function judged(service: JsonObject) {
  const data = {
    serviceName: "web",
    clusterArn: "arn:aws:ecs:us-east-1:123456789012:cluster/prod",
    status: "ACTIVE",
    desiredCount: 2,
    runningCount: 2,
    ...service,
  };
  const facts = factsOf(
    recorded([
      {
        service: "ecs",
        operation: "DescribeServices",
        params: { services: ["web"] },
        response: { services: [data] },
      },
    ]),
    readers,
    "123456789012",
  );
  const found = facts.get("AWS::ECS::Service", "prod/web");
  return found ? judgeServiceState(found, facts) : {};
}

describe("the state of a service", () => {
  it("is fine with all tasks running", () => {
    expect(judged({}).fine).toContain("2 of 2");
  });

  it.each([
    ["no wanted task", { desiredCount: 0, runningCount: 0 }, "desiredCount"],
    ["a deleted service", { status: "INACTIVE" }, "status"],
    [
      "a failed deployment",
      { deployments: [{ rolloutState: "FAILED", rolloutStateReason: "circuit breaker" }] },
      "deployments.rolloutState",
    ],
    [
      "tasks that fail their health checks",
      { runningCount: 0, events: [{ message: "(service web) (task 1) failed container health checks." }] },
      "events",
    ],
  ])("tells %s", (_what, service, property) => {
    expect(judged(service).faults?.[0]).toMatchObject({ property, resource: { id: "prod/web" } });
  });

  it("is a gap, never fine, where tasks are missing and nothing says why", () => {
    expect(judged({ runningCount: 1 })).toEqual({ gaps: ["service web runs 1 of 2 tasks"] });
  });
});
