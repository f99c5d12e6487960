import type { Check, CheckContext } from "../../diagnose/check.ts";
import type { Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import { blame } from "../../diagnose/blame.ts";
import { lookAlikes } from "../../diagnose/look-alikes.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";
import { bareName } from "./facts.ts";
import { hostsAsked, recordsOf, targetsOf } from "./hosts.ts";

const certificates = {
  probe: "acm/certificates",
  variables: {},
  reason: "records, load balancers and certificates of the host",
};

/** A record may point to what is gone; its clients then reach nobody, or a stranger. */
export const recordTarget: Check = {
  id: "route53.record-target",
  title: "where the host's records point to",
  run: (context) => {
    const { facts } = context;
    const hosts = hostsAsked(context).filter((host) => !host.endsWith(".amazonaws.com"));
    if (hosts.length === 0) return { kind: "apart" };
    if (
      facts.reads("route53", "ListHostedZones").length === 0 ||
      facts.reads("elbv2", "DescribeLoadBalancers").length === 0
    )
      return { kind: "needs", probes: [certificates] };
    return combined(
      hosts.flatMap((host) => recordsOf(facts, host).map((record) => judgeRecord(record, context))),
    );
  },
};

function judgeRecord(record: Resource, { facts }: CheckContext): Judgement {
  const read = facts.read("elbv2", "DescribeLoadBalancers");
  const balancers = facts.all("AWS::ElasticLoadBalancingV2::LoadBalancer");
  const lost = targetsOf(record).find(
    (target) =>
      /\.elb\.(?:[\w-]+\.)?amazonaws\.com$|\.elb\.amazonaws\.com$/.test(target) &&
      balancers.every((one) => bareName(text(one.data, "DNSName")) !== target),
  );
  if (lost === undefined || !read?.complete)
    return {
      fine: `record ${record.name} points to ${targetsOf(record).join(", ")}`,
      evidence: [facts.cite(record)],
    };
  const live = balancers.map((one) => bareName(text(one.data, "DNSName")));
  const [better] = [...lookAlikes(lost, live), ...live];
  const zone = record.id.split("/")[0] ?? "";
  const change = (target: string): string =>
    JSON.stringify({
      Changes: [
        {
          Action: "UPSERT",
          ResourceRecordSet: {
            ...record.data,
            ...(isObject(record.data["AliasTarget"])
              ? { AliasTarget: { ...record.data["AliasTarget"], DNSName: target } }
              : { ResourceRecords: [{ Value: target }] }),
          },
        },
      ],
    });
  return {
    faults: [
      blame(record, {
        property: isObject(record.data["AliasTarget"]) ? "AliasTarget.DNSName" : "ResourceRecords Value",
        observed: lost,
        expected: better ?? "a load balancer that exists",
        title: `Record ${record.name} points to ${lost}, a load balancer that does not exist`,
        explanation: `Record ${record.name} has Value ${lost}, but no load balancer of this account and region has that name${better === undefined ? "" : `; ${better} exists`}.`,
        evidence: [facts.cite(record), ...facts.citeAbsence(read, "/LoadBalancers", `[?DNSName=='${lost}']`)],
        severity: "critical",
        ...(better !== undefined && {
          change: {
            summary: `Point ${record.name} to ${better}`,
            commands: [
              [
                "aws",
                "route53",
                "change-resource-record-sets",
                "--hosted-zone-id",
                zone,
                "--change-batch",
                change(better),
              ],
            ],
            risk: "Resolvers keep the old answer for the record's TTL. An alias to another load balancer needs that one's hosted zone id.",
            rollback: shellCommand`aws route53 change-resource-record-sets --hosted-zone-id ${zone} --change-batch ${change(lost)}`,
            edits: [],
          },
        }),
      }),
    ],
  };
}

/** Private zones answer only in VPCs with both DNS attributes on ("Considerations when working with a private hosted zone"). */
export const vpcDns: Check = {
  id: "route53.vpc-dns",
  title: "DNS attributes of the VPC",
  run: ({ facts, subjects, question }) => {
    const vpcs = subjects.filter(({ ref }) => ref.type === "AWS::EC2::VPC").map(({ ref }) => ref.id);
    if (vpcs.length === 0 || !/resolv|dns|hosted zone|name|nxdomain|lookup/i.test(question.text))
      return { kind: "apart" };
    const read = (vpc: string, attribute: string) =>
      facts.read("ec2", "DescribeVpcAttribute", { VpcId: vpc, Attribute: attribute });
    const unread = vpcs.filter((vpc) => !read(vpc, "enableDnsSupport") || !read(vpc, "enableDnsHostnames"));
    if (unread.length > 0)
      return {
        kind: "needs",
        probes: [
          {
            probe: "route53/vpc-dns",
            variables: { vpc_ids: unread },
            reason: "whether the VPC's resolver answers",
          },
        ],
      };
    return combined(
      vpcs.map((vpc): Judgement => {
        const settings = (["enableDnsSupport", "enableDnsHostnames"] as const).map((attribute) => {
          const answer = read(vpc, attribute);
          const member = attribute === "enableDnsSupport" ? "EnableDnsSupport" : "EnableDnsHostnames";
          const response = answer?.pages[0]?.response;
          const value =
            isObject(response) && isObject(response[member]) ? response[member]["Value"] : undefined;
          return {
            attribute,
            off: value === false,
            evidence: answer?.complete === true ? facts.citeAbsence(answer, `/${member}`, "Value") : [],
          };
        });
        const off = settings.filter((one) => one.off);
        const [first] = off;
        if (!first)
          return {
            fine: `both DNS attributes of ${vpc} are on`,
            evidence: settings.flatMap((one) => one.evidence),
          };
        const resource = facts.get("AWS::EC2::VPC", vpc) ?? { type: "AWS::EC2::VPC", id: vpc };
        return {
          faults: [
            blame(resource, {
              property: first.attribute,
              observed: false,
              expected: true,
              title: `${first.attribute} of VPC ${vpc} is false`,
              explanation: `VPC ${vpc} has ${off.map((one) => one.attribute).join(" and ")} false: ${first.attribute === "enableDnsSupport" ? "the Amazon resolver does not answer in it" : "private hosted zones are not used in it"}, so names of private hosted zones do not resolve.`,
              evidence: off.flatMap((one) => one.evidence),
              change: {
                summary: `Turn on the DNS attributes of ${vpc}`,
                commands: off.map((one) => [
                  "aws",
                  "ec2",
                  "modify-vpc-attribute",
                  "--vpc-id",
                  vpc,
                  one.attribute === "enableDnsSupport" ? "--enable-dns-support" : "--enable-dns-hostnames",
                  '{"Value":true}',
                ]),
                risk: "Instances with public addresses get public DNS names.",
                rollback: off
                  .map(
                    (one) =>
                      shellCommand`aws ec2 modify-vpc-attribute --vpc-id ${vpc} ${one.attribute === "enableDnsSupport" ? "--no-enable-dns-support" : "--no-enable-dns-hostnames"}`,
                  )
                  .join("; "),
                edits: [],
              },
            }),
          ],
        };
      }),
    );
  },
};

/** Faults of DNS. */
export const checks: readonly Check[] = [recordTarget, vpcDns];
