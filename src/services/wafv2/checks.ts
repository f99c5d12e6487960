import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { inRange } from "../../core/policy/address-range.ts";
import { shellLine } from "../../core/text/shell-line.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { sum, within } from "../../diagnose/metrics/trend.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { lookback, periodFor } from "../../diagnose/window.ts";
import { objects, strings, text } from "../../facts/reader.ts";

/** A rule that blocks an IP set answers 403 before the application sees the request ("IP set match rule statement"). */
export const blockedAddresses: Check = {
  id: "wafv2.blocked-addresses",
  title: "addresses that the web ACL blocks",
  run: (context) => {
    const { facts, question, subjects } = context;
    const fits =
      /\b403\b|forbidden|\bwaf\b|web acl|block/i.test(question.text) &&
      subjects.some(({ ref }) => /LoadBalancer|ApiGateway|WAFv2|CloudFront/.test(ref.type));
    if (!fits) return { kind: "apart" };
    const span = lookback(context);
    // A bare list of web ACLs tells neither their rules nor what they protect.
    const listed =
      facts.read("wafv2", "ListWebACLs", { Scope: "REGIONAL" }) ?? facts.reads("wafv2", "ListWebACLs").at(-1);
    const any = (listed?.pages ?? []).some(({ response }) => objects(response, "WebACLs").length > 0);
    if (!listed || (any && facts.reads("wafv2", "GetWebACL").length === 0))
      return {
        kind: "needs",
        probes: [
          {
            probe: "wafv2/web-acl",
            variables: {
              resource_arns: subjects
                .map(({ ref }) => ref.arn ?? ref.id)
                .filter((arn) => arn.startsWith("arn:")),
              ...span,
              period: periodFor(span),
            },
            reason: "what the web ACL in front blocks",
          },
        ],
      };
    const acls = facts.all("AWS::WAFv2::WebACL").filter((acl) => protects(acl, context));
    if (acls.length === 0) return { kind: "apart" };
    return combined(
      acls.flatMap((acl) => objects(acl.data, "Rules").map((rule, index) => judgeRule(acl, index, context))),
    );
  },
};

function protects(acl: Resource, { facts, subjects }: CheckContext): boolean {
  const arns = facts
    .all("AWS::WAFv2::WebACLAssociation")
    .filter((one) => one.name === acl.id)
    .flatMap((one) => strings(one.data, "ResourceArns"));
  const own = subjects.map(({ ref }) => facts.get("AWS::WAFv2::WebACLOfResource", ref.arn ?? ref.id)?.name);
  return (
    own.includes(acl.id) ||
    subjects.some(({ ref }) => arns.includes(ref.arn ?? ref.id) || ref.id === acl.id || ref.name === acl.name)
  );
}

/** Addresses and ranges that the question names. */
function rangesAsked(question: string): readonly string[] {
  return [...question.matchAll(/\b(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?\b/g)].map((match) => match[0]);
}

function judgeRule(acl: Resource, index: number, { facts, question }: CheckContext): Judgement {
  const rule = objects(acl.data, "Rules")[index];
  const statement = rule?.["Statement"];
  const reference = isObject(statement) ? statement["IPSetReferenceStatement"] : undefined;
  const action = rule?.["Action"];
  if (!rule || !isObject(action) || !("Block" in action)) return {};
  const name = text(rule, "Name");
  const blocked = seriesFor(facts, {
    namespace: "AWS/WAFV2",
    metric: "BlockedRequests",
    dimensions: { WebACL: acl.name ?? "", Rule: name },
  });
  const total = sum(within(blocked?.points ?? [], question.window));
  const set = facts.get("AWS::WAFv2::IPSet", text(reference, "ARN"));
  if (!set)
    return total > 0
      ? {
          gaps: [
            `rule ${name} of web ACL ${acl.name} blocked ${total} requests by something else than an IP set`,
          ],
        }
      : {};
  const addresses = strings(set.data, "Addresses");
  const asked = rangesAsked(question.text);
  const hit = addresses.findIndex((range) =>
    asked.some((one) => one === range || inRange(one.split("/")[0] ?? one, range) === true),
  );
  const wide = addresses.findIndex((range) => Number(range.split("/")[1] ?? 32) < 32);
  const chosen = hit >= 0 ? hit : asked.length === 0 && total > 0 ? wide : -1;
  const range = addresses[chosen];
  if (range === undefined)
    return {
      fine: `rule ${name} of web ACL ${acl.name} does not block what is asked about`,
      evidence: [facts.cite(set, "/Addresses")],
    };
  return {
    faults: [rangeFault({ acl, index, name, set, range, chosen, total, sure: hit >= 0 }, facts, blocked)],
  };
}

interface Blocked {
  readonly acl: Resource;
  readonly index: number;
  readonly name: string;
  readonly set: Resource;
  readonly range: string;
  readonly chosen: number;
  readonly total: number;
  readonly sure: boolean;
}

function rangeFault(
  { acl, index, name, set, range, total, sure }: Blocked,
  facts: Facts,
  blocked: ReturnType<typeof seriesFor>,
) {
  const left = strings(set.data, "Addresses").filter((one) => one !== range);
  const update = (addresses: readonly string[]): readonly string[] => [
    "aws",
    "wafv2",
    "update-ip-set",
    "--scope",
    "REGIONAL",
    "--name",
    set.name ?? "",
    "--id",
    text(set.data, "Id"),
    "--lock-token",
    "TOKEN",
    "--addresses",
    ...addresses,
  ];
  return blame(set, {
    property: "Addresses",
    observed: range,
    expected: `Addresses without ${range}`,
    title: `IP set ${set.name} contains ${range}, which rule ${name} of web ACL ${acl.name} blocks`,
    explanation: `IP set ${set.name} contains ${range} in its Addresses; rule ${name} of web ACL ${acl.name} has action Block for it, so these clients get 403 before the application is asked${total > 0 ? ` (${total} BlockedRequests)` : ""}.`,
    evidence: [
      facts.cite(set, "/Addresses"),
      facts.cite(acl, `/Rules/${index}`),
      ...citeSeries(facts, blocked),
    ],
    standing: sure ? "proved" : "supported",
    change: {
      summary: `Take ${range} out of ${set.name}`,
      commands: [update(left)],
      risk: "Whoever was blocked on purpose in this range gets through. The lock token comes from get-ip-set.",
      rollback: shellLine(update([...left, range])),
      edits: [],
    },
  });
}

/** Faults of web ACLs. */
export const checks: readonly Check[] = [blockedAddresses];
