import { changeEventType } from "../../diagnose/changes/change-event.ts";
import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, objects, text } from "../../facts/reader.ts";

/** What CloudTrail tells: trails, their status and selectors, and the events that it recorded. */
export const readers: readonly FactReader[] = [
  listReader("cloudtrail", "DescribeTrails", "trailList/*", (trail) => ({
    type: "AWS::CloudTrail::Trail",
    id: text(trail, "Name"),
    arn: text(trail, "TrailARN"),
  })),
  itemReader("cloudtrail", "GetTrailStatus", "", (_, { params }) => ({
    type: "AWS::CloudTrail::TrailStatus",
    id: text(params, "Name").split("/").at(-1) ?? "",
  })),
  itemReader("cloudtrail", "GetEventSelectors", "", (_, { params }) => ({
    type: "AWS::CloudTrail::EventSelectors",
    id: text(params, "TrailName").split("/").at(-1) ?? "",
  })),
  listReader("cloudtrail", "LookupEvents", "Events/*", (event) => ({
    type: changeEventType,
    id: text(event, "EventId"),
    name: text(event, "EventName"),
    links: objects(event, "Resources").map((one) => ({
      kind: "changed",
      type: text(one, "ResourceType"),
      id: text(one, "ResourceName"),
    })),
  })),
];
