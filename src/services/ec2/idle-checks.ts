import type { Resource } from "../../core/facts.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";

const asked = ({ question }: CheckContext): boolean =>
  /unused|unattached|orphan|\bidle\b|wast|paying|not (?:in )?us(?:e|ing|ed)|without using|dangling|cost|clean ?up|leftover/i.test(
    question.text,
  );
const named = (resource: Resource): string => resource.name ?? resource.id;

/** Volumes and addresses are paid for by the hour, attached or not. */
export const idleResources: Check = {
  id: "ec2.idle-resources",
  title: "volumes and Elastic IPs that nothing uses",
  run: (context) => {
    const { facts, question } = context;
    if (!asked(context) || !/volume|disk|\bebs\b|elastic ip|\beips?\b|\bips?\b|address/i.test(question.text))
      return { kind: "apart" };
    const [volumes, addresses] = [
      facts.read("ec2", "DescribeVolumes"),
      facts.read("ec2", "DescribeAddresses"),
    ];
    if (!volumes || !addresses)
      return {
        kind: "needs",
        probes: [
          {
            probe: "ec2/inventory",
            variables: { kinds: ["volumes", "addresses"] },
            reason: "which volumes and addresses nothing uses",
          },
        ],
      };
    const judged: Judgement[] = [
      ...facts
        .all("AWS::EC2::Volume")
        .filter((one) => text(one.data, "State") === "available")
        .map((one) => ({ faults: [idleVolume(one, context)] })),
      ...facts
        .all("AWS::EC2::EIP")
        .filter(
          (one) =>
            text(one.data, "AssociationId") === "" &&
            text(one.data, "InstanceId") === "" &&
            text(one.data, "NetworkInterfaceId") === "",
        )
        .map((one) => ({ faults: [idleAddress(one, context)] })),
    ];
    if (judged.length > 0) return combined(judged);
    if (!volumes.complete || !addresses.complete)
      return { kind: "gap", gaps: ["the list of volumes or of addresses is not complete"] };
    return {
      kind: "fine",
      text: "every volume is in use and every Elastic IP is associated",
      evidence: [
        ...facts.citeAbsence(volumes, "/Volumes", "[?State=='available'].VolumeId"),
        ...facts.citeAbsence(addresses, "/Addresses", "[?!AssociationId].AllocationId"),
      ],
    };
  },
};

function idleVolume(volume: Resource, { facts }: CheckContext) {
  const size = `${String(volume.data["Size"])} GiB ${text(volume.data, "VolumeType")}${Number(volume.data["Iops"]) > 3000 ? ` ${String(volume.data["Iops"])} IOPS` : ""}`;
  return blame(volume, {
    property: "State",
    observed: `available (${size}, unattached)`,
    expected: "in-use, or deleted",
    title: `Volume ${named(volume)} (${size}) is unattached`,
    explanation: `Volume ${named(volume)} (${volume.id}) has State available: ${size}, unattached, and paid for.`,
    evidence: [facts.cite(volume)],
    severity: "medium",
    pillars: ["cost optimization"],
    change: {
      summary: `Keep a snapshot of ${named(volume)} and delete it`,
      commands: [
        ["aws", "ec2", "create-snapshot", "--volume-id", volume.id],
        ["aws", "ec2", "delete-volume", "--volume-id", volume.id],
      ],
      risk: "Ask the owner by its tags first; wait until the snapshot is completed.",
      rollback: "create a volume from the snapshot that was kept",
      edits: [{ op: "delete", type: volume.type, id: volume.id }],
    },
  });
}

function idleAddress(address: Resource, { facts }: CheckContext) {
  const ip = text(address.data, "PublicIp");
  return blame(address, {
    property: "AssociationId",
    observed: "none (idle Elastic IP)",
    expected: "associated, or released",
    title: `Elastic IP ${ip} is idle: it has no AssociationId`,
    explanation: `Elastic IP ${ip} (${text(address.data, "AllocationId")}) has no AssociationId: it is an idle Elastic IP and paid for.`,
    evidence: [facts.cite(address)],
    severity: "low",
    pillars: ["cost optimization"],
    change: {
      summary: `Release ${ip}`,
      commands: [["aws", "ec2", "release-address", "--allocation-id", text(address.data, "AllocationId")]],
      risk: "The address is lost: see that no DNS record or firewall elsewhere names it.",
      rollback: "a released address can rarely be had again",
      edits: [{ op: "delete", type: address.type, id: address.id }],
    },
  });
}
