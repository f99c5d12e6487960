import type { RecordedCall } from "../../src/core/call.ts";
import type { RuledOut } from "../../src/core/finding.ts";
import { factsOf } from "../../src/facts/fact-base.ts";
import { services } from "../../src/services/services.ts";
import { recorded } from "../../src/testing/recorded.ts";
import { told } from "./recorded-calls.ts";
import { own, sgWeb } from "./things.ts";

const names = Object.keys(told);
export type CallName = keyof typeof told;
/** The number of a call of this account. */
export function n(name: CallName): number {
  return names.indexOf(name) + 1;
}

const half = { run: "before", call: 1, at: "2026-11-20T23:30:00.000Z" };
export const calls: readonly RecordedCall[] = recorded(Object.values(told)).map((call) => {
  if (call.n === n("earlier")) return { ...call, cached: true, earlier: half };
  return call.n === n("moreUsers") ? { ...call, page: { first: n("users"), more: false } } : call;
});
export const facts = factsOf(
  calls,
  services.flatMap(({ readers }) => readers),
  own,
);

export const question =
  "Why does the function orders time out? Is i-0aaaaaaaaaaaaaaa1 up, and where are the table baskets, the queue refunds and the user nobody-bot?";

/** What checks found fine. */
export const ruledOut: readonly RuledOut[] = [
  {
    check: "instance state: web-1 is running",
    evidence: [{ call: n("instances"), pointer: "/Reservations/0/Instances/0/State/Name", value: "running" }],
  },
  {
    check: "security group: web admits what it should",
    evidence: [
      {
        call: n("groups"),
        pointer: "/SecurityGroups/0/IpPermissions",
        query: "length(@)",
        result: 3,
        value: facts.get("AWS::EC2::SecurityGroup", sgWeb)?.data["IpPermissions"],
      },
    ].map(({ value, ...one }) => ({ ...one, ...(value !== undefined && { value }) })),
  },
];
