import type { JsonObject } from "../core/json/json.ts";

/** Parameters that make something else of a read: masked data shown, other accounts read, the answer sent elsewhere. By service and member. */
const changing: {
  readonly [service: string]: { readonly [member: string]: string };
} = {
  logs: {
    unmask: "shows what a data protection policy masks",
    includeLinkedAccounts: "reads log groups of other accounts",
  },
  cloudwatch: { IncludeLinkedAccounts: "reads metrics of other accounts" },
  cloudtrail: { DeliveryS3Uri: "sends the answer to a bucket" },
};

/** Why a call is not the read that its operation is reviewed as. Undefined where it is. */
export function changedRead(service: string, operation: string, params: JsonObject): string | undefined {
  const rules = changing[service] ?? {};
  const member = Object.keys(rules).find(
    (name) => params[name] !== undefined && params[name] !== false && params[name] !== "",
  );
  return member === undefined
    ? undefined
    : `${service}:${operation} with ${member} ${rules[member] ?? ""}. Leave ${member} out`;
}
