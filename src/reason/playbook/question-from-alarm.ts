import type { Resource } from "../../core/facts.ts";
import { isArray, isObject } from "../../core/json/json.ts";
import type { Json } from "../../core/json/json.ts";
import type { Mention } from "../../core/question.ts";

/** CloudWatch's dimension names and the type of what each names. */
const dimensionTypes: Readonly<Record<string, string>> = {
  InstanceId: "AWS::EC2::Instance",
  VolumeId: "AWS::EC2::Volume",
  NatGatewayId: "AWS::EC2::NatGateway",
  AutoScalingGroupName: "AWS::AutoScaling::AutoScalingGroup",
  DBInstanceIdentifier: "AWS::RDS::DBInstance",
  DBClusterIdentifier: "AWS::RDS::DBCluster",
  FunctionName: "AWS::Lambda::Function",
  QueueName: "AWS::SQS::Queue",
  TopicName: "AWS::SNS::Topic",
  TableName: "AWS::DynamoDB::Table",
  BucketName: "AWS::S3::Bucket",
  LoadBalancer: "AWS::ElasticLoadBalancingV2::LoadBalancer",
  TargetGroup: "AWS::ElasticLoadBalancingV2::TargetGroup",
  ServiceName: "AWS::ECS::Service",
  ClusterName: "AWS::ECS::Cluster",
  StreamName: "AWS::Kinesis::Stream",
  StateMachineArn: "AWS::StepFunctions::StateMachine",
  CacheClusterId: "AWS::ElastiCache::CacheCluster",
  RuleName: "AWS::Events::Rule",
  LogGroupName: "AWS::Logs::LogGroup",
  FileSystemId: "AWS::EFS::FileSystem",
  ApiName: "AWS::ApiGateway::RestApi",
  ApiId: "AWS::ApiGatewayV2::Api",
  TrailName: "AWS::CloudTrail::Trail",
};

/** How a metric's trouble is put into words, so that the question is read as a person's would be. */
const troubles: readonly (readonly [metric: RegExp, words: string])[] = [
  [/UnHealthyHost|HealthyHost/, "targets are unhealthy"],
  [/HTTPCode_(?:ELB|Target)_5|5XX/i, "answers with 5xx errors; are its targets unhealthy"],
  [/StatusCheckFailed/, "fails its status checks"],
  [/Throttle|ThrottledRequests|429/i, "is throttled"],
  [/^Errors$|ExecutionsFailed|FailedInvocations/, "fails with errors"],
  [
    /IteratorAge|ApproximateAgeOfOldest|ApproximateNumberOfMessages|OffsetLag/,
    "has a backlog: messages are not processed",
  ],
  [/DeadLetter|InvocationsSentToDlq/, "sends events to its dead-letter queue"],
  [/FreeStorage|DiskSpace|disk_used|VolumeBytes/i, "runs out of disk space: storage is full"],
  [
    /CPU|Memory|Duration|Latency|ResponseTime|Queue(?:Depth|Length)|BurstBalance|IOPS/i,
    "is slow or out of resources",
  ],
  [/Connections/, "has too many connections"],
];

/** The words and subjects of a question that an alarm asks: what its metric measures, on what, and since when. */
export function questionFromAlarm(alarm: Resource): {
  readonly text: string;
  readonly mentions: readonly Mention[];
} {
  const { data } = alarm;
  const metric = firstMetric(data);
  const name = alarm.name ?? alarm.id;
  const subjects = metric.dimensions.flatMap(({ name: dimension, value }) => {
    const type = dimensionTypes[dimension];
    return type === undefined ? [] : [mentionOf(type, dimension, value)];
  });
  const trouble = troubles.find(([expression]) => expression.test(metric.name))?.[1] ?? "is in trouble";
  const since =
    typeof data["StateUpdatedTimestamp"] === "string" ? ` since ${data["StateUpdatedTimestamp"]}` : "";
  const what = subjects.map(({ text }) => text).join(" of ");
  const text =
    what === ""
      ? `Why is alarm ${name} in state ${textOf(data["StateValue"])}${since}?`
      : `Why does alarm ${name} report ${metric.name}: ${what} ${trouble}${since}?`;
  return { text, mentions: subjects };
}

function mentionOf(type: string, dimension: string, value: string): Mention {
  // A load balancer's dimension is the tail of its ARN: app/name/id.
  const name =
    dimension === "LoadBalancer" || dimension === "TargetGroup"
      ? (value.split("/").at(-2) ?? value)
      : (value.split(":").at(-1) ?? value);
  return { text: name, kind: "name", type, types: [type], role: "subject" };
}

interface Metric {
  readonly name: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
}

/** The alarm's own metric, or the first of a metric-math alarm. */
function firstMetric(data: Resource["data"]): Metric {
  const inner = isArray(data["Metrics"])
    ? data["Metrics"]
        .map((entry) =>
          isObject(entry) && isObject(entry["MetricStat"]) ? entry["MetricStat"]["Metric"] : undefined,
        )
        .find(isObject)
    : undefined;
  const metric = data["MetricName"] === undefined && inner ? inner : data;
  const dimensions = isArray(metric["Dimensions"]) ? metric["Dimensions"].filter(isObject) : [];
  return {
    name: textOf(metric["MetricName"]),
    dimensions: dimensions.map((one) => ({ name: textOf(one["Name"]), value: textOf(one["Value"]) })),
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
