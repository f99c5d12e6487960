import { linkOfArn } from "../../diagnose/arn-link.ts";
import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, text } from "../../facts/reader.ts";

/** What EventBridge tells: rules, their targets, buses and archives. Rules of the default bus go by their name, others by `bus/name`. */
export const readers: readonly FactReader[] = [
  listReader("events", "ListRules", "Rules/*", (rule) => describeRule(rule, 1)),
  itemReader("events", "DescribeRule", "", (rule) => describeRule(rule, 2)),
  listReader("events", "ListTargetsByRule", "Targets/*", (target, { params }) => {
    const rule = ruleId(text(params, "EventBusName"), text(params, "Rule"));
    return {
      type: "AWS::Events::Target",
      id: `${rule}/${text(target, "Id")}`,
      name: rule,
      links: [
        { kind: "part-of", type: "AWS::Events::Rule", id: rule },
        ...linkOfArn("delivers-to", text(target, "Arn")),
      ],
    };
  }),
  {
    service: "events",
    operation: "ListRuleNamesByTarget",
    read: () => [],
  },
  listReader("events", "ListEventBuses", "EventBuses/*", (bus) => ({
    type: "AWS::Events::EventBus",
    id: text(bus, "Name"),
    arn: text(bus, "Arn"),
  })),
  itemReader("events", "DescribeEventBus", "", (bus) => ({
    type: "AWS::Events::EventBus",
    id: text(bus, "Name"),
    arn: text(bus, "Arn"),
    detail: 2,
  })),
];

function describeRule(rule: Parameters<typeof text>[0], detail: number) {
  return {
    type: "AWS::Events::Rule",
    id: ruleId(text(rule, "EventBusName"), text(rule, "Name")),
    name: text(rule, "Name"),
    arn: text(rule, "Arn"),
    detail,
  };
}

export function ruleId(bus: string, name: string): string {
  return bus === "" || bus === "default" ? name : `${bus}/${name}`;
}
