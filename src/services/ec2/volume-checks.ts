import type { Facts, Resource } from "../../core/facts.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { ongoing } from "../../diagnose/metrics/trend.ts";
import { related } from "../../diagnose/related.ts";
import { combined, readOf } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";
import { instanceRead, volumeMetricsRead } from "./instance-read.ts";

const type = "AWS::EC2::Volume";
const named = (resource: Resource): string => resource.name ?? resource.id;

/** The volumes that the question names, and those attached to its instances. */
function volumesOf(context: CheckContext): readonly Resource[] {
  const own = related(context, type, 0).flatMap(({ resource }) => resource ?? []);
  const attached = related(context, "AWS::EC2::Instance").flatMap(({ id }) =>
    context.facts.linking("AWS::EC2::Instance", id).filter((one) => one.type === type),
  );
  return [...new Set([...own, ...attached])];
}

/** gp2 volumes under 1 TiB live on I/O credits: at 0 % they get 3 IOPS per GiB ("Amazon EBS General Purpose SSD volumes"). */
export const volumeLoad: Check = {
  id: "ec2.volume-load",
  title: "I/O credits and queue of the volumes",
  run: (context) => {
    const instances = related(context, "AWS::EC2::Instance")
      .map(({ id }) => instanceRead(id))
      .filter((one) => readOf(context.facts, one) === undefined);
    const volumes = volumesOf(context);
    const needs = [...instances, ...volumes.map(({ id }) => volumeMetricsRead(id, context))].filter(
      (one) => readOf(context.facts, one) === undefined,
    );
    if (needs.length > 0) return { kind: "needs", probes: needs.map(({ probe }) => probe) };
    return combined(volumes.map((volume) => judgeLoad(volume, context.facts)));
  },
};

function judgeLoad(volume: Resource, facts: Facts): Judgement {
  const read = (metric: string) =>
    seriesFor(facts, { namespace: "AWS/EBS", metric, dimensions: { VolumeId: volume.id } });
  const [burst, queue] = [read("BurstBalance"), read("VolumeQueueLength")];
  const empty = ongoing(burst, (value) => value <= 1);
  const kind = text(volume.data, "VolumeType");
  const size = Number(volume.data["Size"]);
  const baseline = Math.max(100, size * 3);
  if (empty) {
    return {
      faults: [
        blame(volume, {
          property: "BurstBalance",
          observed: empty.worst,
          expected: "above 20 %, or a gp3 volume",
          title: `Volume ${named(volume)} has BurstBalance ${empty.worst} % and is limited to its ${baseline} IOPS baseline`,
          explanation: `Volume ${named(volume)} (${volume.id}) is ${size} GiB ${kind} with BurstBalance ${empty.worst} % since ${empty.since}: its I/O credits are used up and it is limited to its ${baseline} IOPS baseline, so requests queue.`,
          evidence: [
            facts.cite(volume, "/VolumeType"),
            facts.cite(volume, "/Size"),
            ...citeSeries(facts, burst, queue),
          ],
          pillars: ["performance efficiency"],
          change: {
            summary: `Make ${named(volume)} a gp3 volume`,
            commands: [
              [
                "aws",
                "ec2",
                "modify-volume",
                "--volume-id",
                volume.id,
                "--volume-type",
                "gp3",
                "--iops",
                String(Math.max(3000, baseline)),
              ],
            ],
            risk: "The change runs for hours without downtime; the volume cannot be modified again for six hours.",
            rollback: `aws ec2 modify-volume --volume-id ${volume.id} --volume-type ${kind}`,
            edits: [{ op: "replace", type, id: volume.id, path: "/VolumeType", value: "gp3" }],
          },
        }),
      ],
    };
  }
  const busy = ongoing(queue, (value) => value >= 32);
  if (busy) {
    return {
      faults: [
        blame(volume, {
          property: "VolumeQueueLength",
          observed: busy.worst,
          expected: "about 1 per 1000 IOPS",
          title: `Up to ${Math.round(busy.worst)} I/O requests wait for volume ${named(volume)}`,
          explanation: `Volume ${named(volume)} (${size} GiB ${kind}, ${String(volume.data["Iops"] ?? baseline)} IOPS) has VolumeQueueLength ${Math.round(busy.worst)} since ${busy.since}: it is asked for more than it gives.`,
          evidence: [facts.cite(volume), ...citeSeries(facts, queue)],
          role: "contributing",
          standing: "supported",
        }),
      ],
    };
  }
  if ((burst?.points.length ?? 0) === 0 && (queue?.points.length ?? 0) === 0) return {};
  return { fine: `volume ${named(volume)} is not held back`, evidence: citeSeries(facts, burst, queue) };
}

/** A volume attaches only to instances of its own zone. */
export const volumeZone: Check = {
  id: "ec2.volume-zone",
  title: "zone of the volume against the zone of the instance",
  run: ({ facts, subjects }) => {
    const volumes = subjects.flatMap(({ ref }) => (ref.type === type ? (facts.get(type, ref.id) ?? []) : []));
    const instances = subjects.flatMap(({ ref }) =>
      ref.type === "AWS::EC2::Instance" ? (facts.get(ref.type, ref.id) ?? []) : [],
    );
    const pairs = volumes.flatMap((volume) => instances.map((instance) => ({ volume, instance })));
    return combined(pairs.map(({ volume, instance }) => judgeZone(volume, instance, facts)));
  },
};

function judgeZone(volume: Resource, instance: Resource, facts: Facts): Judgement {
  const [own, other] = [
    text(volume.data, "AvailabilityZone"),
    text(instance.data["Placement"], "AvailabilityZone"),
  ];
  const evidence = [
    facts.cite(volume, "/AvailabilityZone"),
    facts.cite(instance, "/Placement/AvailabilityZone"),
  ];
  const holder = objects(volume.data, "Attachments").find((one) => text(one, "InstanceId") !== instance.id);
  if (own !== other) {
    return {
      faults: [
        blame(volume, {
          property: "AvailabilityZone",
          observed: own,
          expected: other,
          title: `Volume ${named(volume)} is in ${own}, instance ${named(instance)} in ${other}`,
          explanation: `Volume ${named(volume)} is in AvailabilityZone ${own} while ${named(instance)} runs in ${other}: a volume attaches only within its own zone.`,
          evidence,
          change: {
            summary: `Make a copy of ${named(volume)} in ${other}`,
            commands: [
              ["aws", "ec2", "create-snapshot", "--volume-id", volume.id],
              [
                "aws",
                "ec2",
                "create-volume",
                "--snapshot-id",
                "SNAPSHOT",
                "--availability-zone",
                other,
                "--volume-type",
                text(volume.data, "VolumeType"),
              ],
            ],
            risk: "What is written to the old volume after the snapshot is not in the copy.",
            rollback: "delete the new volume",
            edits: [],
          },
        }),
      ],
    };
  }
  if (holder)
    return {
      faults: [
        blame(volume, {
          property: "Attachments",
          observed: text(holder, "InstanceId"),
          expected: "not attached, or attached to the instance",
          title: `Volume ${named(volume)} is attached to ${text(holder, "InstanceId")}`,
          explanation: `Volume ${named(volume)} has an attachment to ${text(holder, "InstanceId")}: without Multi-Attach it cannot be attached to ${named(instance)} as well.`,
          evidence: [facts.cite(volume, "/Attachments")],
        }),
      ],
    };
  return { fine: `volume ${named(volume)} and ${named(instance)} are both in ${own}`, evidence };
}
