import type { Facts, Resource } from "../../core/facts.ts";
import { objects, text } from "../../facts/reader.ts";
import { isObject } from "../../core/json/json.ts";
import type { Json } from "../../core/json/json.ts";

export const changeEventType = "AWS::CloudTrail::Event";

/** One write that CloudTrail recorded. */
export interface ChangeEvent {
  readonly at: string;
  readonly name: string;
  readonly source: string;
  readonly who: string;
  readonly from: string;
  readonly error: string;
  readonly resources: readonly string[];
  /** The whole event as CloudTrail wrote it, where it could be read. */
  readonly detail: Json;
  readonly resource: Resource;
}

/** The changes that were read about a resource (by any of its names), newest first; failed attempts left out. */
export function changesOf(facts: Facts, names: readonly string[]): readonly ChangeEvent[] {
  return facts
    .all(changeEventType)
    .map(eventOf)
    .filter((event) => event.error === "" && !/^(?:Describe|Get|List|Head|Lookup)/.test(event.name))
    .filter((event) =>
      names.some(
        (name) => event.resources.includes(name) || JSON.stringify(event.detail).includes(`"${name}"`),
      ),
    )
    .toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

function eventOf(resource: Resource): ChangeEvent {
  const detail = detailOf(resource.data["CloudTrailEvent"]);
  const identity = isObject(detail) ? detail["userIdentity"] : undefined;
  return {
    at: text(resource.data, "EventTime"),
    name: text(resource.data, "EventName"),
    source: text(resource.data, "EventSource"),
    who: text(resource.data, "Username") || text(identity, "userName") || text(identity, "arn"),
    from: text(detail, "sourceIPAddress"),
    error: text(detail, "errorCode"),
    resources: objects(resource.data, "Resources").map((one) => text(one, "ResourceName")),
    detail,
    resource,
  };
}

function detailOf(event: Json | undefined): Json {
  if (typeof event !== "string") return event ?? {};
  try {
    const parsed: unknown = JSON.parse(event);
    return isJson(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function isJson(value: unknown): value is Json {
  return value !== undefined;
}
