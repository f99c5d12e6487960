import { describe, expect, it } from "vitest";
import type { RecordedCall } from "../core/call.ts";
import { digestOf } from "../core/json/digest.ts";
import type { Evidence } from "../core/finding.ts";
import { atPointer } from "../core/json/json.ts";
import type { Json } from "../core/json/json.ts";
import { toldCall } from "../testing/told-run.ts";
import { intactCalls, verifyCitations } from "./verify-citations.ts";

const call = (n: number, response: Json | undefined, more: Partial<RecordedCall> = {}): RecordedCall => ({
  ...toldCall(n, response, more),
  ...(response !== undefined && { response }),
});
const rules = [{ FromPort: 443 }];
const calls = intactCalls([
  call(1, { SecurityGroups: [{ GroupId: "sg-1", IpPermissions: rules }] }),
  call(2, { Vpcs: [{ VpcId: "vpc-1" }] }, { page: { first: 2, more: true } }),
  call(3, { Vpcs: [{ VpcId: "vpc-2" }] }, { page: { first: 2, more: false } }),
  call(4, { Roles: [] }, { page: { first: 4, more: true } }),
  call(5, { Keys: [] }, { page: { first: 5, more: true } }),
  call(6, undefined, { page: { first: 5, more: false }, error: { code: "AccessDenied", message: "no" } }),
  call(7, undefined, { decision: "denied", deniedBy: "policy", status: 0 }),
  { ...call(8, { a: 1 }), response: { a: 2 } },
]);
const at = "/SecurityGroups/0/IpPermissions";
const none = (page: number, list: string, more: Partial<Evidence> = {}): Evidence => ({
  call: page,
  pointer: `/${list}`,
  value: atPointer(calls.get(page)?.response, `/${list}`) ?? null,
  query: "[?IsDefault]",
  result: [],
  ...more,
});

describe("citations that hold", () => {
  it.each<[string, Evidence[]]>([
    ["a value", [{ call: 1, pointer: at, value: [{ FromPort: 443 }] }]],
    [
      "a query with its result",
      [{ call: 1, pointer: at, value: rules, query: "[].FromPort", result: [443] }],
    ],
    [
      "a digest with query and result",
      [{ call: 1, pointer: at, digest: digestOf(rules), query: "length(@)", result: 1 }],
    ],
    ["an absence in a list of several pages, each cited", [none(2, "Vpcs"), none(3, "Vpcs")]],
    [
      "an absence inside one item of a list",
      [{ call: 1, pointer: at, value: rules, query: "[?FromPort==`22`]", result: [] }],
    ],
    ["a refusal by the service", [{ call: 6, pointer: "", value: "AccessDenied" }]],
    ["a refusal by the broker", [{ call: 7, pointer: "", value: "Denied" }]],
  ])("%s", (_, evidence) => expect(verifyCitations(evidence, calls)).toEqual([]));
});

describe("citations that fail", () => {
  it.each<[string, string, Evidence[]]>([
    ["an unknown call", "no call 99", [{ call: 99, pointer: "", value: 1 }]],
    ["another value", "another value", [{ call: 1, pointer: at, value: [{ FromPort: 80 }] }]],
    ["a pointer that leads nowhere", "nothing at", [{ call: 1, pointer: "/SecurityGroups/1", value: null }]],
    ["neither value nor digest", "neither", [{ call: 1, pointer: at, query: "length(@)", result: 1 }]],
    [
      "another digest",
      "another digest",
      [{ call: 1, pointer: at, digest: "sha256:0", query: "length(@)", result: 1 }],
    ],
    ["a digest alone", "needs a query", [{ call: 1, pointer: at, digest: digestOf(rules) }]],
    [
      "another result",
      "another result",
      [{ call: 1, pointer: at, value: rules, query: "length(@)", result: 2 }],
    ],
    [
      "a query that cannot be run, with a result",
      "cannot be run",
      [{ call: 1, pointer: at, value: rules, query: "[[[", result: 2 }],
    ],
    [
      "a query that cannot be run, as an absence",
      "cannot be run",
      [{ call: 1, pointer: at, value: rules, query: "[[[", result: null }],
    ],
    ["an absence of which one page is not cited", "page 3", [none(2, "Vpcs")]],
    ["an absence in a list that was not read to its end", "not read to its end", [none(4, "Roles")]],
    ["an absence in a list of which a page was refused", "could not be read", [none(5, "Keys")]],
    ["a refusal with another code", "no recorded response", [{ call: 6, pointer: "", value: "Throttling" }]],
    [
      "a stored response that was altered",
      "not the one that its digest names",
      [{ call: 8, pointer: "/a", value: 2 }],
    ],
  ])("%s", (_, why, evidence) => {
    const [failed] = verifyCitations(evidence, calls);
    expect(failed?.why).toContain(why);
  });

  it("says which one", () => {
    const good: Evidence = { call: 1, pointer: at, value: rules };
    expect(verifyCitations([good, { ...good, value: 1 }, good], calls)).toMatchObject([{ evidence: 1 }]);
  });
});
