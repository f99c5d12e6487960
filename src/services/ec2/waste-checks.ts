import type { Resource } from "../../core/facts.ts";
import { shellCommand, shellLine } from "../../core/text/shell-line.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { highest, sum } from "../../diagnose/metrics/trend.ts";
import { combined, readOf } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";

const aboutCost = ({ question }: CheckContext): boolean =>
  (question.symptoms ?? []).slice(0, 2).includes("cost") ||
  /idle|unused|orphan|over-?sized|over-?provisioned|right-?siz|under-?us/i.test(question.text);
const days = 14;

/** CPU under 5 % at its highest for two weeks (Trusted Advisor, "Low Utilization Amazon EC2 Instances", asks for 10 % on four of fourteen days). */
export const unusedInstances: Check = {
  id: "ec2.unused-instances",
  title: "CPU of the instances over two weeks",
  run: (context) => {
    const { facts, question, subjects } = context;
    const type = "AWS::EC2::Instance";
    const named = subjects.filter((one) => one.ref.type === type && one.text !== "").map(({ ref }) => ref.id);
    if (
      !aboutCost(context) ||
      (named.length === 0 && !/\binstances?\b|\bec2\b|servers?|machines?|\bvms?\b/i.test(question.text)) ||
      /\brds\b|databases?/i.test(question.text)
    )
      return { kind: "apart" };
    const list = facts.read("ec2", "DescribeInstances") ?? facts.reads("ec2", "DescribeInstances").at(-1);
    if (!list)
      return {
        kind: "needs",
        probes: [
          { probe: "ec2/inventory", variables: { kinds: ["instances"] }, reason: "which instances run" },
        ],
      };
    const running = facts
      .all(type)
      .filter(
        (one) =>
          text(one.data["State"], "Name") === "running" && (named.length === 0 || named.includes(one.id)),
      );
    const needed = running.map(({ id }) =>
      metricsRead(context, {
        namespace: "AWS/EC2",
        dimensions: { InstanceId: id },
        metrics: ["CPUUtilization:Maximum"],
        hours: days * 24,
        period: 86_400,
      }),
    );
    const probes = needed.filter((one) => readOf(facts, one) === undefined).map(({ probe }) => probe);
    if (probes.length > 0) return { kind: "needs", probes };
    return combined(running.map((instance) => judgeInstance(instance, context)));
  },
};

function judgeInstance(instance: Resource, { facts }: CheckContext): Judgement {
  const daily = seriesFor(facts, {
    namespace: "AWS/EC2",
    metric: "CPUUtilization",
    dimensions: { InstanceId: instance.id },
    shortest: 86_400,
  });
  const points = daily?.points ?? [];
  const name = instance.name ?? instance.id;
  if (points.length < 7) return { gaps: [`fewer than seven days of CPUUtilization of ${name}`] };
  const peak = Math.round(highest(points) * 10) / 10;
  if (peak >= 5) return { fine: `${name} used up to ${peak} % CPU`, evidence: citeSeries(facts, daily) };
  return {
    faults: [
      blame(instance, {
        property: "CPUUtilization",
        observed: `at most ${peak} % for ${points.length} days (${text(instance.data, "InstanceType")})`,
        expected: "a load, a smaller type, or no instance",
        title: `Instance ${name} (${text(instance.data, "InstanceType")}) is idle: CPUUtilization at most ${peak} % for ${points.length} days`,
        explanation: `Instance ${name}, an idle ${text(instance.data, "InstanceType")}, had CPUUtilization of at most ${peak} % for ${points.length} days, and is paid for by the hour.`,
        evidence: [facts.cite(instance, "/InstanceType"), ...citeSeries(facts, daily)],
        severity: "medium",
        pillars: ["cost optimization"],
        change: {
          summary: `Stop ${name}, and terminate it when nobody misses it`,
          commands: [["aws", "ec2", "stop-instances", "--instance-ids", instance.id]],
          risk: "CPU tells nothing of memory or network: ask the owner. Data on instance stores are lost.",
          rollback: shellCommand`aws ec2 start-instances --instance-ids ${instance.id}`,
          edits: [],
        },
      }),
    ],
  };
}

/** A NAT gateway is paid for by the hour, whether anything passes or not (Trusted Advisor, "Inactive NAT Gateways"). */
export const idleNatGateways: Check = {
  id: "ec2.idle-nat-gateways",
  title: "traffic through the NAT gateways",
  run: (context) => {
    const { facts, question } = context;
    if (!aboutCost(context) || !/\bnat\b/i.test(question.text)) return { kind: "apart" };
    const list = facts.read("ec2", "DescribeNatGateways");
    if (!list)
      return {
        kind: "needs",
        probes: [
          {
            probe: "ec2/inventory",
            variables: { kinds: ["nat-gateways"] },
            reason: "which NAT gateways there are",
          },
        ],
      };
    const gateways = facts
      .all("AWS::EC2::NatGateway")
      .filter((one) => text(one.data, "State") === "available");
    const needed = gateways.map(({ id }) =>
      metricsRead(context, {
        namespace: "AWS/NATGateway",
        dimensions: { NatGatewayId: id },
        metrics: ["BytesOutToDestination:Sum"],
        hours: days * 24,
        period: 86_400,
      }),
    );
    const probes = needed.filter((one) => readOf(facts, one) === undefined).map(({ probe }) => probe);
    if (probes.length > 0) return { kind: "needs", probes };
    if (gateways.length === 0 && list.complete)
      return {
        kind: "fine",
        text: "there is no NAT gateway",
        evidence: facts.citeAbsence(list, "/NatGateways", "[].NatGatewayId"),
      };
    return combined(
      gateways.map((gateway): Judgement => {
        const daily = seriesFor(facts, {
          namespace: "AWS/NATGateway",
          metric: "BytesOutToDestination",
          dimensions: { NatGatewayId: gateway.id },
          shortest: 86_400,
        });
        const points = daily?.points ?? [];
        const name = gateway.name ?? gateway.id;
        if (points.length < 7) return { gaps: [`fewer than seven days of BytesOutToDestination of ${name}`] };
        if (sum(points) > 0) return { fine: `${name} carries traffic`, evidence: citeSeries(facts, daily) };
        return {
          faults: [
            blame(gateway, {
              property: "BytesOutToDestination",
              observed: `0 for ${points.length} days`,
              expected: "traffic, or no gateway",
              title: `NAT gateway ${name} is idle: BytesOutToDestination 0 for ${points.length} days`,
              explanation: `NAT gateway ${name} (${gateway.id}) has BytesOutToDestination 0 for ${points.length} days: it is idle, and paid for by the hour.`,
              evidence: [facts.cite(gateway), ...citeSeries(facts, daily)],
              severity: "medium",
              pillars: ["cost optimization"],
              change: {
                summary: `Delete ${name} once no route leads to it`,
                commands: [["aws", "ec2", "delete-nat-gateway", "--nat-gateway-id", gateway.id]],
                risk: "Routes that still lead to it become black holes; its address stays and is paid for until it is released.",
                rollback: "create the gateway again and point the routes to it",
                edits: [],
              },
            }),
          ],
        };
      }),
    );
  },
};

/** A snapshot outlives its volume and is paid for; one that an image uses is needed. */
export const orphanedSnapshots: Check = {
  id: "ec2.unused-snapshots",
  title: "snapshots whose volume is gone",
  run: (context) => {
    const { facts, question } = context;
    if (!aboutCost(context) || !/snapshots?/i.test(question.text) || /\brds\b|database/i.test(question.text))
      return { kind: "apart" };
    const [snapshots, volumes, images] = [
      facts.reads("ec2", "DescribeSnapshots").at(-1),
      facts.read("ec2", "DescribeVolumes"),
      facts.reads("ec2", "DescribeImages").at(-1),
    ];
    if (!snapshots || !volumes || !images)
      return {
        kind: "needs",
        probes: [
          {
            probe: "ec2/snapshots",
            variables: {},
            reason: "snapshots, the volumes that they are of and the images that use them",
          },
        ],
      };
    if (!snapshots.complete || !volumes.complete || !images.complete)
      return { kind: "gap", gaps: ["snapshots, volumes or images could not all be read"] };
    const used = new Set(
      facts
        .all("AWS::EC2::Image")
        .flatMap((one) =>
          [...JSON.stringify(one.data["BlockDeviceMappings"] ?? []).matchAll(/snap-[0-9a-f]+/g)].map(
            (match) => match[0],
          ),
        ),
    );
    const orphans = facts
      .all("AWS::EC2::Snapshot")
      .filter((one) => !facts.get("AWS::EC2::Volume", text(one.data, "VolumeId")) && !used.has(one.id));
    if (orphans.length === 0)
      return {
        kind: "fine",
        text: "every snapshot is of a volume that exists or used by an image",
        evidence: facts.citeAbsence(snapshots, "/Snapshots", "[].[SnapshotId, VolumeId]"),
      };
    return {
      kind: "fault",
      faults: orphans.map((one) =>
        blame(one, {
          property: "VolumeId",
          observed: `${text(one.data, "VolumeId")} does not exist`,
          expected: "a volume that exists, or a reason to keep it",
          title: `Snapshot ${one.name ?? one.id} is orphaned: its volume ${text(one.data, "VolumeId")} does not exist`,
          explanation: `Snapshot ${one.name ?? one.id} (${String(one.data["VolumeSize"])} GiB, of ${text(one.data, "StartTime").slice(0, 10)}) is orphaned: volume ${text(one.data, "VolumeId")} does not exist any more and no image uses it.`,
          evidence: [
            facts.cite(one),
            ...facts.citeAbsence(
              volumes,
              "/Volumes",
              `[?VolumeId=='${text(one.data, "VolumeId")}'].VolumeId`,
            ),
          ],
          severity: "low",
          pillars: ["cost optimization"],
          change: {
            summary: `Delete ${one.id}`,
            commands: [["aws", "ec2", "delete-snapshot", "--snapshot-id", one.id]],
            risk: "It may be the last copy of the data: ask the owner.",
            rollback: "a deleted snapshot cannot be had again, unless the Recycle Bin keeps it",
            edits: [{ op: "delete", type: one.type, id: one.id }],
          },
        }),
      ),
    };
  },
};

/** Snapshots and images that every AWS account may use ("Share an Amazon EBS snapshot", "Make your AMI publicly available"). */
export const sharedImages: Check = {
  id: "ec2.shared-images",
  title: "snapshots and images that every account may use",
  run: ({ facts, question }) => {
    if (
      !/snapshots?|\bamis?\b|images?\b/i.test(question.text) ||
      /\becr\b|container|docker/i.test(question.text) ||
      !/public|shared|anyone|everyone|everybody|expos|outside/i.test(question.text)
    )
      return { kind: "apart" };
    const [snapshots, images] = [
      facts.reads("ec2", "DescribeSnapshots").at(-1),
      facts.reads("ec2", "DescribeImages").at(-1),
    ];
    const own = facts.all("AWS::EC2::Snapshot");
    const attribute = (id: string) => facts.read("ec2", "DescribeSnapshotAttribute", { SnapshotId: id });
    if (!snapshots || !images || own.some(({ id }) => !attribute(id)))
      return {
        kind: "needs",
        probes: [
          { probe: "ec2/snapshots", variables: {}, reason: "whom snapshots and images are shared with" },
        ],
      };
    if (!snapshots.complete || !images.complete)
      return { kind: "gap", gaps: ["snapshots or images could not all be read"] };
    const judged = [
      ...own.map((one): Judgement => {
        const read = attribute(one.id);
        if (!read?.complete)
          return { gaps: [`ec2:DescribeSnapshotAttribute of ${one.id} could not be read; allow it`] };
        const evidence = facts.citeAbsence(read, "/CreateVolumePermissions", "[?Group=='all']");
        const open = read.pages.some(({ response }) => JSON.stringify(response).includes('"Group":"all"'));
        if (!open) return { fine: `${one.name ?? one.id} is not public`, evidence };
        return {
          faults: [
            publicImage(one, "createVolumePermission", "CreateVolumePermissions", evidence, [
              "aws",
              "ec2",
              "modify-snapshot-attribute",
              "--snapshot-id",
              one.id,
              "--attribute",
              "createVolumePermission",
              "--operation-type",
              "remove",
              "--group-names",
              "all",
            ]),
          ],
        };
      }),
      ...facts
        .all("AWS::EC2::Image")
        .filter((one) => one.data["Public"] === true && text(one.data, "OwnerId") === facts.account)
        .map((one) => ({
          faults: [
            publicImage(
              one,
              "launchPermission",
              "Public",
              [facts.cite(one, "/Public")],
              [
                "aws",
                "ec2",
                "modify-image-attribute",
                "--image-id",
                one.id,
                "--launch-permission",
                '{"Remove":[{"Group":"all"}]}',
              ],
            ),
          ],
        })),
    ];
    if (judged.length === 0)
      return {
        kind: "fine",
        text: "there is no snapshot and no public image",
        evidence: facts.citeAbsence(snapshots, "/Snapshots", "[].SnapshotId"),
      };
    return combined(judged);
  },
};

function publicImage(
  one: Resource,
  attribute: string,
  property: string,
  evidence: readonly ReturnType<CheckContext["facts"]["cite"]>[],
  command: readonly string[],
) {
  const kind = one.type.endsWith("Snapshot") ? "Snapshot" : "Image";
  return blame(one, {
    property,
    observed: "all (public)",
    expected: "named accounts only",
    title: `${kind} ${one.name ?? one.id} is public: its ${attribute} admits group all`,
    explanation: `${kind} ${one.name ?? one.id} (${one.id}) has ${property} for group all: every AWS account may copy and read it.`,
    evidence,
    severity: "critical",
    pillars: ["security"],
    change: {
      summary: `Share ${one.id} with nobody in general`,
      commands: [command],
      risk: "Accounts that use it without being named lose it; copies that were made stay.",
      rollback: shellLine(command).replace("remove", "add").replace("Remove", "Add"),
      edits: [],
    },
  });
}

export const checks: readonly Check[] = [unusedInstances, idleNatGateways, orphanedSnapshots, sharedImages];
