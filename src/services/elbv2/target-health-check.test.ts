import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../core/json/json.ts";
import type { CheckContext } from "../../diagnose/check.ts";
import { factsOf } from "../../facts/fact-base.ts";
import { recorded } from "../../testing/recorded.ts";
import type { Told } from "../../testing/recorded.ts";
import { readers } from "./facts.ts";
import { targetHealth } from "./target-health-check.ts";

const balancer = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/1";
const group = (name: string) => `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/${name}/1`;
const target = (state: string, reason = "", description = ""): JsonObject => ({
  Target: { Id: "i-1", Port: 8080 },
  HealthCheckPort: "8080",
  TargetHealth: { State: state, ...(reason !== "" && { Reason: reason, Description: description }) },
});

interface Account {
  readonly health: Readonly<Record<string, readonly JsonObject[]>>;
  readonly weights?: Readonly<Record<string, number>>;
  readonly over?: JsonObject;
  readonly unread?: readonly string[];
}

function context({ health, weights = {}, over = {}, unread = [] }: Account): CheckContext {
  const names = Object.keys(health);
  const told: readonly Told[] = [
    { service: "ec2", operation: "DescribeRouteTables", response: { RouteTables: [] } },
    {
      service: "elbv2",
      operation: "DescribeLoadBalancers",
      response: { LoadBalancers: [{ LoadBalancerArn: balancer, LoadBalancerName: "shop" }] },
    },
    {
      service: "elbv2",
      operation: "DescribeListeners",
      params: { LoadBalancerArn: balancer },
      response: {
        Listeners: [
          {
            ListenerArn: balancer.replace(":loadbalancer/", ":listener/"),
            LoadBalancerArn: balancer,
            Port: 80,
            DefaultActions: [
              {
                Type: "forward",
                ForwardConfig: {
                  TargetGroups: names.map((name) => ({
                    TargetGroupArn: group(name),
                    Weight: weights[name] ?? 1,
                  })),
                },
              },
            ],
          },
        ],
      },
    },
    {
      service: "elbv2",
      operation: "DescribeTargetGroups",
      response: {
        TargetGroups: names.map((name) => ({
          TargetGroupArn: group(name),
          TargetGroupName: name,
          Port: 8080,
          HealthCheckPath: "/login",
          HealthCheckPort: "traffic-port",
          Matcher: { HttpCode: "200" },
          LoadBalancerArns: [balancer],
          ...over,
        })),
      },
    },
    ...names.map((name): Told => ({
      service: "elbv2",
      operation: "DescribeTargetHealth",
      params: { TargetGroupArn: group(name) },
      ...(unread.includes(name)
        ? { error: { code: "AccessDenied", message: "not allowed" } }
        : { response: { TargetHealthDescriptions: [...(health[name] ?? [])] } }),
    })),
  ];
  return {
    facts: factsOf(recorded(told), readers, "123456789012"),
    subjects: [
      {
        ref: { type: "AWS::ElasticLoadBalancingV2::LoadBalancer", id: balancer },
        role: "subject",
        text: "shop",
      },
    ],
    question: {
      text: "",
      mentions: [],
      ports: [],
      actions: [],
      services: [],
      window: { from: "2026-11-20T21:00:00Z", to: "2026-11-21T00:00:00Z" },
      symptoms: ["target-health"],
    },
    now: "2026-11-21T00:00:00Z",
    region: "us-east-1",
  };
}

describe("elbv2.target-health", () => {
  const cases: readonly (Account & { name: string; blamed: readonly string[] | string })[] = [
    { name: "healthy targets are fine", health: { web: [target("healthy")] }, blamed: "fine" },
    {
      name: "a code that the matcher does not accept",
      health: {
        web: [
          target("unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [302]"),
        ],
      },
      blamed: [`${group("web")} HealthCheckPath / Matcher`],
    },
    {
      name: "a health check on another port than the targets serve",
      health: {
        web: [{ ...target("unhealthy", "Target.Timeout", "Request timed out"), HealthCheckPort: "9000" }],
      },
      over: { HealthCheckPort: "9000" },
      blamed: [`${group("web")} HealthCheckPort`],
    },
    {
      name: "targets that just do not answer",
      health: { web: [target("unhealthy", "Target.FailedHealthChecks", "Health checks failed")] },
      blamed: [`${group("web")} TargetHealth.Reason`],
    },
    {
      name: "a target group that gets traffic and has no target",
      health: { web: [] },
      blamed: [`${group("web")} Targets`],
    },
    {
      name: "an empty one that gets no traffic",
      health: { web: [target("healthy")], green: [] },
      weights: { green: 0 },
      blamed: "fine",
    },
    { name: "health that was refused", health: { web: [target("healthy")] }, unread: ["web"], blamed: "gap" },
  ];
  it.each(cases)("$name", ({ blamed, ...account }) => {
    const result = targetHealth.run(context(account));
    expect(
      result.kind === "fault"
        ? result.faults.map((fault) => `${fault.resource.id} ${fault.property}`)
        : result.kind,
    ).toEqual(blamed);
  });
});
