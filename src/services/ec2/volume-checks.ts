import type { Facts, Resource } from "../../core/facts.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check, CheckContext, Fault } from "../../diagnose/check.ts";
import { spokenWords } from "../../diagnose/spoken-words.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { ongoing, sustained } from "../../diagnose/metrics/trend.ts";
import { related } from "../../diagnose/related.ts";
import { combined, readOf } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";
import { instanceRead, volumeMetricsRead } from "./instance-read.ts";

const type = "AWS::EC2::Volume";
const instanceType = "AWS::EC2::Instance";
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
            rollback: shellCommand`aws ec2 modify-volume --volume-id ${volume.id} --volume-type ${kind}`,
            edits: [{ op: "replace", type, id: volume.id, path: "/VolumeType", value: "gp3" }],
          },
        }),
      ],
    };
  }
  const limited = iopsFault(volume, facts);
  if (limited) return { faults: [limited] };
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

/** gp3 and io volumes give the IOPS that are provisioned, no more ("Amazon EBS I/O characteristics and monitoring"). */
function iopsFault(volume: Resource, facts: Facts): Fault | undefined {
  const kind = text(volume.data, "VolumeType");
  const provisioned = Number(volume.data["Iops"]);
  if (!/^(?:gp3|io1|io2)$/.test(kind) || !(provisioned > 0)) return undefined;
  const read = (metric: string) =>
    seriesFor(facts, { namespace: "AWS/EBS", metric, dimensions: { VolumeId: volume.id } });
  const [reads, writes, queue] = [read("VolumeReadOps"), read("VolumeWriteOps"), read("VolumeQueueLength")];
  const writesAt = new Map((writes?.points ?? []).map(({ at, value }) => [at, value]));
  const period = reads?.period ?? writes?.period ?? 300;
  const total = (reads?.points ?? []).map(({ at, value }) => ({
    at,
    value: (value + (writesAt.get(at) ?? 0)) / period,
  }));
  const worn = sustained(total, (value) => value >= provisioned * 0.95);
  const waits = ongoing(queue, (value) => value >= Math.max(8, provisioned / 1000));
  if (!worn?.ongoing || !waits) return undefined;
  return blame(volume, {
    property: "Iops",
    observed: provisioned,
    expected: `more than the ${Math.round(worn.worst)} operations a second that are asked for`,
    title: `Volume ${named(volume)} uses up its ${provisioned} provisioned IOPS`,
    explanation: `Volume ${named(volume)} (${volume.id}, ${kind}) has ${provisioned} IOPS provisioned, and ${Math.round(worn.worst)} operations a second are used since ${worn.since}; VolumeQueueLength is ${Math.round(waits.worst)}: requests queue.`,
    evidence: [facts.cite(volume, "/Iops"), ...citeSeries(facts, reads, writes, queue)],
    pillars: ["performance efficiency"],
    change: {
      summary: `Double the IOPS of ${named(volume)}`,
      commands: [
        ["aws", "ec2", "modify-volume", "--volume-id", volume.id, "--iops", String(provisioned * 2)],
      ],
      risk: "IOPS above 3000 are paid for; the instance type has a limit of its own. The volume cannot be modified again for six hours.",
      rollback: shellCommand`aws ec2 modify-volume --volume-id ${volume.id} --iops ${provisioned}`,
      edits: [{ op: "replace", type, id: volume.id, path: "/Iops", value: provisioned * 2 }],
    },
  });
}

/** A volume attaches only to instances of its own zone. */
export const volumeZone: Check = {
  id: "ec2.volume-zone",
  title: "zone of the volume against the zone of the instance",
  run: ({ facts, subjects, question }) => {
    const volumes = subjects.flatMap(({ ref }) => (ref.type === type ? (facts.get(type, ref.id) ?? []) : []));
    const named = subjects.flatMap(({ ref }) =>
      ref.type === instanceType ? (facts.get(ref.type, ref.id) ?? []) : [],
    );
    const [volume] = volumes;
    if (named.length === 0 && volume && /\battach|\bmount/i.test(spokenWords(question))) {
      if (facts.read("ec2", "DescribeInstances") === undefined)
        return {
          kind: "needs",
          probes: [
            {
              probe: "ec2/inventory",
              variables: { kinds: ["instances"] },
              reason: "the instances that the volume could be attached to",
            },
          ],
        };
    }
    const instances = named.length > 0 || !volume ? named : kinOf(volume, facts);
    const pairs = volumes.flatMap((volume) => instances.map((instance) => ({ volume, instance })));
    return combined(pairs.map(({ volume, instance }) => judgeZone(volume, instance, facts)));
  },
};

/** Where no instance is named: the only one there is, or the only one that shares a word of its name with the volume. */
function kinOf(volume: Resource, facts: Facts): readonly Resource[] {
  const words = (resource: Resource): readonly string[] =>
    (resource.name ?? "")
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 2);
  const all = facts
    .all(instanceType)
    .filter((one) => !/terminated|shutting-down/.test(text(one.data["State"], "Name")));
  const own = new Set(words(volume));
  const alike = all.filter((one) => words(one).some((word) => own.has(word)));
  const fitting = alike.length > 0 ? alike : all;
  return fitting.length === 1 ? fitting : [];
}

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
            summary: `Take a snapshot of ${named(volume)}, and make a volume in ${other} of it (create-volume with the id of that snapshot)`,
            commands: [["aws", "ec2", "create-snapshot", "--volume-id", volume.id]],
            risk: "What is written to the old volume after the snapshot is not in the copy.",
            rollback: "delete the new snapshot and volume",
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
