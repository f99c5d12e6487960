import type { Facts, Resource } from "../../core/facts.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { errorsIn } from "../../diagnose/logs/log-error.ts";
import { linesAbout } from "../../diagnose/logs/lines-about.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor, seriesOf } from "../../diagnose/metrics/series.ts";
import type { Series } from "../../diagnose/metrics/series.ts";
import { highest, median, ongoing } from "../../diagnose/metrics/trend.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";
import { baselineOf } from "./instance-class.ts";
import { instanceMetricsRead, instanceRead } from "./instance-read.ts";

const type = "AWS::EC2::Instance";

function metric(facts: Facts, instance: Resource, name: string, namespace = "AWS/EC2"): Series | undefined {
  return seriesFor(facts, { namespace, metric: name, dimensions: { InstanceId: instance.id } });
}

const named = (instance: Resource): string => instance.name ?? instance.id;

/** Without credits a burstable instance in standard mode is held to its baseline; in unlimited mode surplus credits pay for more. */
export const cpuCredits: Check = resourceCheck({
  id: "ec2.cpu-credits",
  title: "CPU credits of the instance",
  type,
  needed: ({ id }, context) => [instanceRead(id), ...instanceMetricsRead(id, context)],
  judge: (instance, { facts }) => {
    const kind = text(instance.data, "InstanceType");
    const baseline = baselineOf(kind);
    if (baseline === undefined) return {};
    const [credits, surplus, cpu] = [
      metric(facts, instance, "CPUCreditBalance"),
      metric(facts, instance, "CPUSurplusCreditBalance"),
      metric(facts, instance, "CPUUtilization"),
    ];
    const empty = ongoing(credits, (value) => value < 1);
    const unlimited =
      highest(surplus?.points ?? []) > 0 || highest(cpu?.points.slice(-6) ?? []) > baseline * 1.2;
    if (!empty || unlimited) {
      return (credits?.points.length ?? 0) === 0
        ? {}
        : { fine: `${named(instance)} has CPU credits`, evidence: citeSeries(facts, credits) };
    }
    return {
      faults: [
        blame(instance, {
          property: "CPUCreditBalance",
          observed: 0,
          expected: "credits left, unlimited mode, or a type that is not burstable",
          title: `${named(instance)} (${kind}) has CPUCreditBalance 0 and is throttled to its ${baseline} % baseline`,
          explanation: `Instance ${named(instance)} is a burstable ${kind} in standard mode with CPUCreditBalance 0 since ${empty.since}: it is throttled to its ${baseline} % baseline, where CPUUtilization stays (${Math.round(cpu?.points.at(-1)?.value ?? baseline)} % now).`,
          evidence: [facts.cite(instance, "/InstanceType"), ...citeSeries(facts, credits, cpu)],
          pillars: ["performance efficiency"],
          change: {
            summary: `Let ${named(instance)} run in unlimited mode`,
            commands: [
              [
                "aws",
                "ec2",
                "modify-instance-credit-specification",
                "--instance-credit-specification",
                `InstanceId=${instance.id},CpuCredits=unlimited`,
              ],
            ],
            risk: "Surplus credits are charged for; if the load stays, a type that is not burstable is cheaper.",
            rollback: shellCommand`aws ec2 modify-instance-credit-specification --instance-credit-specification InstanceId=${instance.id},CpuCredits=standard`,
            edits: [],
          },
        }),
      ],
    };
  },
});

/** A disk, memory or CPU that is used up and stays so; a single spike is none of that. */
export const saturation: Check = resourceCheck({
  id: "ec2.saturation",
  title: "disk, memory and CPU of the instance",
  type,
  needed: ({ id }, context) => [instanceRead(id), ...instanceMetricsRead(id, context)],
  judge: (instance, { facts }) => judgeSaturation(instance, facts),
});

function judgeSaturation(instance: Resource, facts: Facts): Judgement {
  const disks = seriesOf(facts, {
    namespace: "CWAgent",
    metric: "disk_used_percent",
    dimensions: { InstanceId: instance.id },
  }).filter((one) => !/^(?:tmpfs|devtmpfs|squashfs|overlay|iso9660)$/.test(one.dimensions["fstype"] ?? ""));
  const full = disks.find((one) => ongoing(one, (value) => value >= 97));
  if (full) return { faults: [diskFault(instance, full, facts)] };
  const memory = metric(facts, instance, "mem_used_percent", "CWAgent");
  const cpu = metric(facts, instance, "CPUUtilization");
  const [short, hot] = [ongoing(memory, (value) => value >= 95), ongoing(cpu, (value) => value >= 90)];
  const evidence = citeSeries(
    facts,
    ...[cpu, memory, ...disks.slice(0, 2)].filter((one) => (one?.points.length ?? 0) > 0),
  );
  if (short || hot) {
    const [property, worst, since] = short
      ? ["mem_used_percent", short.worst, short.since]
      : ["CPUUtilization", hot?.worst ?? 0, hot?.since ?? ""];
    return {
      faults: [
        blame(instance, {
          property: short ? `CWAgent ${property}` : property,
          observed: worst,
          expected: "below 90",
          title: `${property} of ${named(instance)} stays at ${Math.round(worst)} %`,
          explanation: `Instance ${named(instance)} (${text(instance.data, "InstanceType")}) has ${property} ${Math.round(worst)} % since ${since}: ${short ? "its memory" : "its CPU"} is used up.`,
          evidence: [facts.cite(instance, "/InstanceType"), ...citeSeries(facts, short ? memory : cpu)],
          pillars: ["performance efficiency"],
        }),
      ],
    };
  }
  if (evidence.length === 0) return {};
  return {
    fine: `${named(instance)}: CPU usually ${Math.round(median(cpu?.points ?? []))} %${memory && memory.points.length > 0 ? `, memory ${Math.round(median(memory.points))} %` : ""}${disks[0] && disks[0].points.length > 0 ? `, fullest disk ${Math.round(Math.max(...disks.map((one) => one.points.at(-1)?.value ?? 0)))} %` : ""}`,
    evidence,
  };
}

function diskFault(instance: Resource, full: Series, facts: Facts) {
  const path = full.dimensions["path"] ?? "/";
  const worst = highest(full.points);
  const lines = errorsIn(linesAbout(facts, instance)).filter((error) => error.kind === "disk-full");
  return blame(instance, {
    property: `CWAgent disk_used_percent path=${path}`,
    observed: worst,
    expected: "below 85",
    title: `Filesystem ${path} of ${named(instance)} is full: disk_used_percent ${worst} %`,
    explanation: `Instance ${named(instance)} has disk_used_percent ${worst} % on path ${path}${path === "/" ? ", the root filesystem, which is full" : ", which is full"}: nothing can be written there any more, logs included.`,
    evidence: [
      ...citeSeries(facts, full),
      ...lines.slice(-1).map((error) => facts.cite(error.line.resource)),
    ],
    severity: "critical",
    change: {
      summary: `Grow the volume of ${path} and clean up`,
      commands: [],
      risk: "A volume cannot be made smaller again; the filesystem has to be extended on the instance afterwards.",
      rollback: "none for the size; take a snapshot first",
      edits: [],
    },
  });
}
