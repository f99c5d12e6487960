import type { Missing } from "../../core/record/explain-record.ts";
import type { Facts, Read, Resource } from "../../core/facts.ts";
import type { Evidence } from "../../core/finding.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import { atPointer } from "../../core/json/json.ts";
import { citeValue } from "../../facts/cite.ts";

/** The complete list that an operation gave, if there is one. Absence in it is evidence. */
export function completeRead(
  facts: Facts,
  operation: string,
  service = "ec2",
  params: JsonObject = {},
): Read | undefined {
  const read = facts.read(service, operation, params);
  return read?.complete === true ? read : undefined;
}

/** Why an operation's list cannot be relied on. */
export function missingRead(
  facts: Facts,
  operation: string,
  service = "ec2",
  params: JsonObject = {},
): Missing {
  const read = facts.read(service, operation, params) ?? facts.reads(service, operation).at(-1);
  const why = read?.error
    ? `${read.error.code}: ${read.error.message}`
    : read
      ? "not every page was read"
      : "not read";
  return { read: `${service}:${operation}`, why };
}

/** Cites a place in a resource together with a query over it (JMESPath). */
export function citeQuery(resource: Resource, pointer: string, query: string): Evidence {
  const value: Json = atPointer(resource.data, pointer) ?? null;
  return citeValue(resource.source.call, resource.source.pointer + pointer, value, query);
}

/** Cites the member if it is there, else the nearest object around it, with a query that shows that it is not. */
export function citeMember(facts: Facts, resource: Resource, member: string): Evidence {
  const pointer = `/${member}`;
  if (atPointer(resource.data, pointer) !== undefined) return facts.cite(resource, pointer);
  return citeQuery(resource, "", member);
}
