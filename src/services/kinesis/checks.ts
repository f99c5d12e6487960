import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { highest, sum, within } from "../../diagnose/metrics/trend.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";

const type = "AWS::Kinesis::Stream";
const mebibyte = 1024 ** 2;

/** A shard takes 1 MB and 1,000 records a second and gives 2 MB a second ("Kinesis Data Streams quotas and limits"). */
export const shards: Check = resourceCheck({
  id: "kinesis.shards",
  title: "throughput of the stream against its shards",
  type,
  needed: ({ id }, context) => [
    {
      service: "kinesis",
      operation: "DescribeStreamSummary",
      params: { StreamName: id },
      probe: {
        probe: "kinesis/stream",
        variables: { stream_names: [id] },
        reason: `shards and mode of stream ${id}`,
      },
    },
    metricsRead(context, {
      namespace: "AWS/Kinesis",
      dimensions: { StreamName: id },
      metrics: [
        "WriteProvisionedThroughputExceeded:Sum",
        "ReadProvisionedThroughputExceeded:Sum",
        "IncomingBytes:Sum",
        "IncomingRecords:Sum",
        "GetRecords.IteratorAgeMilliseconds:Maximum",
      ],
    }),
  ],
  judge: (stream, { facts, question }) => {
    const read = (metric: string) =>
      seriesFor(facts, { namespace: "AWS/Kinesis", metric, dimensions: { StreamName: stream.id } });
    const [refusedWrites, refusedReads, bytes, records] = [
      read("WriteProvisionedThroughputExceeded"),
      read("ReadProvisionedThroughputExceeded"),
      read("IncomingBytes"),
      read("IncomingRecords"),
    ];
    const count = Number(stream.data["OpenShardCount"]);
    const writes = within(refusedWrites?.points ?? [], question.window).filter((point) => point.value > 0);
    const reads = within(refusedReads?.points ?? [], question.window).filter((point) => point.value > 0);
    const onDemand =
      isObject(stream.data["StreamModeDetails"]) &&
      text(stream.data["StreamModeDetails"], "StreamMode") === "ON_DEMAND";
    if (writes.length < 3 && reads.length < 3)
      return {
        fine: `stream ${stream.id} with ${count} shards refuses nothing`,
        evidence: [facts.cite(stream, "/OpenShardCount"), ...citeSeries(facts, refusedWrites)],
      };
    const perSecond = highest(bytes?.points ?? []) / (bytes?.period ?? 300) / mebibyte;
    const recordsPerSecond = highest(records?.points ?? []) / (records?.period ?? 300);
    const writing = writes.length >= 3;
    const load = writing
      ? `IncomingBytes reached ${Math.round(perSecond * 100) / 100} MiB/s and ${Math.round(recordsPerSecond)} records/s`
      : "readers ask for more than 2 MB/s or 5 calls/s a shard";
    return {
      faults: [
        blame(stream, {
          property: onDemand ? "StreamModeDetails" : "OpenShardCount",
          observed: onDemand ? "ON_DEMAND" : count,
          expected: onDemand
            ? "partition keys that spread the load"
            : `${Math.max(count + 1, Math.ceil(perSecond / 0.8), count * 2)} shards, or on-demand mode`,
          title: `Stream ${stream.id} has ${count} shard${count === 1 ? "" : "s"} (OpenShardCount) and refuses ${writing ? "writes" : "reads"}`,
          explanation: `Stream ${stream.id} has OpenShardCount ${count}, which takes ${count} MB/s and ${count * 1000} records/s; ${load}. ${sum(writing ? writes : reads)} ${writing ? "records" : "calls"} were refused (${writing ? "Write" : "Read"}ProvisionedThroughputExceeded).`,
          evidence: [
            facts.cite(stream, "/OpenShardCount"),
            ...citeSeries(facts, writing ? refusedWrites : refusedReads, bytes, records),
          ],
          change: {
            summary: `Double the shards of ${stream.id}`,
            commands: [
              [
                "aws",
                "kinesis",
                "update-shard-count",
                "--stream-name",
                stream.id,
                "--target-shard-count",
                String(count * 2),
                "--scaling-type",
                "UNIFORM_SCALING",
              ],
            ],
            risk: "Each shard is paid for; records of one partition key still go to one shard.",
            rollback: shellCommand`aws kinesis update-shard-count --stream-name ${stream.id} --target-shard-count ${count} --scaling-type UNIFORM_SCALING`,
            edits: [{ op: "replace", type, id: stream.id, path: "/OpenShardCount", value: count * 2 }],
          },
        }),
      ],
    };
  },
});

/** Faults of streams. */
export const checks: readonly Check[] = [shards];
