import type { Resource } from "../../core/facts.ts";
import { shellLine } from "../../core/text/shell-line.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import {
  anyAddress,
  closing,
  holdsPort,
  internetExposure,
  spanOf,
} from "../../diagnose/internet-exposure.ts";
import { pathProbes } from "../../diagnose/reachability/reachability.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";

const type = "AWS::EC2::Instance";

/** Ports of administration and of data stores: open to everybody they are a way in (Security Hub EC2.19, "high-risk ports"). */
const riskyPorts = [22, 3389, 23, 445, 1433, 1521, 3306, 5432, 5900, 5985, 6379, 9200, 11_211, 27_017];

/** The question is whether something is open, not why it is shut. */
export function asksWhatIsOpen({ question }: CheckContext): boolean {
  const open =
    /\b(?:open|exposed?|reachable|accessible|reach|get to|public(?:ly)?|allow(?:s|ed)?|visible|hanging)\b/i.test(
      question.text,
    );
  const world =
    /internet|\bworld\b|anyone|anybody|anywhere|everyone|everybody|0\.0\.0\.0|public|outside|expos/i.test(
      question.text,
    );
  const shut =
    /\b(?:not|nothing|nobody|no longer|can'?t|cannot|unable|down|unreachable|stopped|fails?|tim(?:es?|ed|ing) out|time-?outs?|hangs?|refused|dropp?(?:s|ed)|intermittent\w*|broken|why|who|when)\b|n't\b/i.test(
      question.text,
    );
  return open && world && !shut;
}

/** Which instances every address on the internet gets to, on the ports that are asked about. */
export const exposedPorts: Check = {
  id: "ec2.exposed-ports",
  title: "ports of instances that the internet reaches",
  run: (context) => {
    const { facts, question, subjects } = context;
    const named = subjects.filter((one) => one.ref.type === type && one.text !== "").map(({ ref }) => ref.id);
    const about = [...(question.types ?? [])];
    const other = about.length > 0 && !about.includes(type) && !about.includes("AWS::EC2::SecurityGroup");
    if (!asksWhatIsOpen(context) || (other && named.length === 0)) return { kind: "apart" };
    if (
      question.ports.length === 0 &&
      named.length === 0 &&
      !/\bports?\b|instances?|servers?|hosts?|machines?|admin/i.test(question.text)
    )
      return { kind: "apart" };
    if (
      /security groups?|\bsgs?\b/i.test(question.text) &&
      !/instance|host|server|machine|really|actually/i.test(question.text)
    )
      return { kind: "apart" };
    const probes = pathProbes(facts, { from: "internet", to: "internet" });
    if (probes.length > 0) return { kind: "needs", probes };
    const ports = question.ports.length > 0 ? question.ports : riskyPorts;
    const instances = facts
      .all(type)
      .filter((one) => !/terminated|shutting-down/.test(text(one.data["State"], "Name")))
      .filter((one) => named.length === 0 || named.includes(one.id));
    if (instances.length === 0) {
      const read = facts.read("ec2", "DescribeInstances");
      return read?.complete === true
        ? {
            kind: "fine",
            text: "there is no instance",
            evidence: facts.citeAbsence(read, "/Reservations", "[].Instances[].InstanceId"),
          }
        : { kind: "gap", gaps: ["ec2:DescribeInstances could not be read; allow it to settle it"] };
    }
    return combined(instances.map((instance) => judge(instance, ports, context)));
  },
};

function judge(instance: Resource, ports: readonly number[], { facts }: CheckContext): Judgement {
  const name = instance.name ?? instance.id;
  const judged = ports.map((port) => ({ port, exposure: internetExposure(facts, instance, port) }));
  const open = judged.filter(({ exposure }) => exposure.state === "open");
  const gaps = judged
    .filter(({ exposure }) => exposure.state === "unknown")
    .flatMap(({ exposure }) => exposure.missing.map((missing) => `${name}: ${missing}`));
  const [first] = open;
  if (!first)
    return gaps.length > 0
      ? { gaps: [...new Set(gaps)] }
      : {
          fine: `${name} is not reachable from the internet on ${ports.slice(0, 4).join(", ")}`,
          evidence: judged.slice(0, 1).flatMap(({ exposure }) => exposure.evidence.slice(0, 3)),
        };
  const rules = [
    ...new Map(
      open.flatMap(({ exposure }) => exposure.rules).map((rule) => [`${rule.group.id} ${rule.index}`, rule]),
    ).values(),
  ];
  const opened = open.map(({ port }) => `${port}/tcp`).join(", ");
  const through = rules.map(({ group, says }) => `${group.name ?? group.id} (${says})`).join(", ");
  const stopped = text(instance.data["State"], "Name") === "stopped";
  return {
    faults: [
      blame(instance, {
        property: `SecurityGroups IpPermissions ingress ${opened}`,
        observed: rules.map(({ group, says }) => `${group.id}: ingress ${says}`),
        expected: "ingress from known addresses only",
        title: `${name} is exposed to the internet on ${opened}: security group ${through}`,
        explanation: `Instance ${name} (${instance.id}) is exposed: ${opened} is open to 0.0.0.0/0 by security group ${through}, and its subnet is public (internet route and public address${text(instance.data, "PublicIpAddress") === "" ? "" : ` ${text(instance.data, "PublicIpAddress")}`}).`,
        evidence: first.exposure.evidence,
        severity: open.some(({ port }) => riskyPorts.includes(port)) ? "critical" : "medium",
        pillars: ["security"],
        ...(stopped && { standing: "supported" as const }),
        ...(rules.length > 0 && {
          change: {
            summary: `Close ${opened} of ${rules.map(({ group }) => group.name ?? group.id).join(", ")} to the internet; admit the addresses that need it instead, or use Session Manager`,
            commands: closing(rules),
            risk: "Whoever uses this way now is cut off, and every other member of the group too.",
            rollback: closing(rules)
              .map((command) => shellLine(command).replace("revoke-", "authorize-"))
              .join("; "),
            edits: [],
          },
        }),
      }),
    ],
  };
}

/** Security groups that let every address in on a port of the question, whatever uses them. */
export const openGroups: Check = {
  id: "ec2.list-open-groups",
  title: "security groups that are open to every address",
  run: (context) => {
    const { facts, question } = context;
    if (
      !asksWhatIsOpen(context) ||
      !/security groups?|\bsgs?\b/i.test(question.text) ||
      /instance|host|server|machine|really|actually|\bdatabases?\b/i.test(question.text)
    )
      return { kind: "apart" };
    const read = facts.read("ec2", "DescribeSecurityGroups");
    if (!read)
      return {
        kind: "needs",
        probes: [
          {
            probe: "ec2/inventory",
            variables: { kinds: ["security-groups"] },
            reason: "which security groups are open to every address",
          },
        ],
      };
    const { ports } = question;
    const named = context.subjects
      .filter((one) => one.ref.type === "AWS::EC2::SecurityGroup" && one.text !== "")
      .map(({ ref }) => ref.id);
    const judged = facts
      .all("AWS::EC2::SecurityGroup")
      .filter((group) => named.length === 0 || named.includes(group.id))
      .map((group): Judgement => judgeGroup(group, ports, context));
    if (judged.some(({ faults }) => faults)) return combined(judged);
    if (!read.complete)
      return {
        kind: "gap",
        gaps: ["the list of security groups is not complete; allow ec2:DescribeSecurityGroups"],
      };
    return {
      kind: "fine",
      text: "no security group is open to every address there",
      evidence: facts.citeAbsence(
        read,
        "/SecurityGroups",
        "[?IpPermissions[?IpRanges[?CidrIp=='0.0.0.0/0']]].GroupId",
      ),
    };
  },
};

function judgeGroup(group: Resource, ports: readonly number[], { facts }: CheckContext): Judgement {
  const every = ports.length > 0 ? ports : [];
  const permissions = objects(group.data, "IpPermissions");
  const open = permissions.flatMap((rule, index) => {
    const [range] = anyAddress(rule);
    return range !== undefined && (every.length === 0 || every.some((port) => holdsPort(rule, port)))
      ? [{ rule, index, range }]
      : [];
  });
  if (open.length === 0) return {};
  const says = open.map(({ rule, range }) => `${spanOf(rule)} from ${range}`).join(", ");
  const name = group.name ?? group.id;
  return {
    faults: [
      blame(group, {
        property: "IpPermissions",
        observed: says,
        expected: "ingress from known addresses only",
        title: `Security group ${name} admits ${says}`,
        explanation: `Security group ${name} (${group.id}) has IpPermissions that admit ${says}.`,
        evidence: open.map(({ index }) => facts.cite(group, `/IpPermissions/${index}`)),
        severity: "medium",
        pillars: ["security"],
      }),
    ],
  };
}

export const checks: readonly Check[] = [exposedPorts, openGroups];
