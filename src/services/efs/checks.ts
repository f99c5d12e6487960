import type { Facts, Resource } from "../../core/facts.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";

const type = "AWS::EFS::FileSystem";
const named = (resource: Resource): string => resource.name ?? resource.id;

/** A file system's own name resolves in a zone only where it has a mount target there ("Creating and managing mount targets"). */
export const mountTargets: Check = {
  id: "efs.mount-targets",
  title: "mount targets of the file system in the zone of the client",
  run: ({ facts, subjects }) => {
    const systems = subjects.flatMap(({ ref }) => (ref.type === type ? (facts.get(type, ref.id) ?? []) : []));
    if (systems.length === 0) return { kind: "apart" };
    const unread = systems.filter(
      ({ id }) => !facts.read("efs", "DescribeMountTargets", { FileSystemId: id }),
    );
    if (unread.length > 0)
      return {
        kind: "needs",
        probes: [{ probe: "efs/inventory", variables: {}, reason: "mount targets of the file systems" }],
      };
    const clients = subjects.flatMap(({ ref }) =>
      ref.type === "AWS::EC2::Instance" ? (facts.get(ref.type, ref.id) ?? []) : [],
    );
    return combined(systems.map((system) => judgeSystem(system, clients, facts)));
  },
};

function judgeSystem(system: Resource, clients: readonly Resource[], facts: Facts): Judgement {
  const read = facts.read("efs", "DescribeMountTargets", { FileSystemId: system.id });
  if (!read || read.error || !read.complete)
    return { gaps: ["elasticfilesystem:DescribeMountTargets is needed to see the mount targets"] };
  const targets = facts
    .all("AWS::EFS::MountTarget")
    .filter((target) => text(target.data, "FileSystemId") === system.id);
  const usable = targets.filter((target) => text(target.data, "LifeCycleState") === "available");
  const zones = new Set(usable.map((target) => text(target.data, "AvailabilityZoneName")));
  const [wrong] = clients.filter((client) => !zones.has(text(client.data["Placement"], "AvailabilityZone")));
  const [first] = usable;
  if (first && (!wrong || zones.has("")))
    return clients.length > 0
      ? {
          fine: `${named(system)} has a mount target in the zone of each client`,
          evidence: [facts.cite(first)],
        }
      : {};
  const zone = text(wrong?.data["Placement"], "AvailabilityZone");
  const where = zone === "" ? "" : ` in ${zone}`;
  return {
    faults: [
      blame(system, {
        property: "MountTargets AvailabilityZoneName",
        observed: [...zones],
        expected: zone === "" ? "at least one mount target" : zone,
        title: `File system ${named(system)} has no mount target${where}`,
        explanation: `File system ${named(system)} (${system.id}) has mount targets in ${[...zones].join(", ") || "no zone"}, none${where}${wrong ? `, where ${named(wrong)} runs` : ""}: its name does not resolve there, and the mount fails.`,
        evidence: [
          ...facts.citeAbsence(
            read,
            "/MountTargets",
            zone === ""
              ? "[?LifeCycleState=='available']"
              : `[?AvailabilityZoneName=='${zone}' && LifeCycleState=='available']`,
          ),
          ...(wrong ? [facts.cite(wrong, "/Placement/AvailabilityZone")] : []),
        ],
        standing: zone === "" || !first ? "proved" : "supported",
      }),
    ],
  };
}

/** Faults of file systems. */
export const checks: readonly Check[] = [mountTargets];
