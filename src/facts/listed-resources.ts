import type { Facts, Read, Resource } from "../core/facts.ts";
import { toPointer } from "../core/json/json.ts";
import { strings } from "./reader.ts";

/** Lists that give bare names or ARNs, which no reader can make resources of: there is no object to point into. */
const bareLists: readonly {
  readonly service: string;
  readonly operation: string;
  readonly list: string;
  readonly type: string;
}[] = [
  { service: "kinesis", operation: "ListStreams", list: "StreamNames", type: "AWS::Kinesis::Stream" },
  {
    service: "firehose",
    operation: "ListDeliveryStreams",
    list: "DeliveryStreamNames",
    type: "AWS::KinesisFirehose::DeliveryStream",
  },
  { service: "eks", operation: "ListClusters", list: "clusters", type: "AWS::EKS::Cluster" },
  { service: "dynamodb", operation: "ListTables", list: "TableNames", type: "AWS::DynamoDB::Table" },
  { service: "sqs", operation: "ListQueues", list: "QueueUrls", type: "AWS::SQS::Queue" },
  { service: "ecs", operation: "ListClusters", list: "clusterArns", type: "AWS::ECS::Cluster" },
  { service: "ecs", operation: "ListServices", list: "serviceArns", type: "AWS::ECS::Service" },
  {
    service: "ecs",
    operation: "ListTaskDefinitionFamilies",
    list: "families",
    type: "AWS::ECS::TaskDefinition",
  },
];

/** What bare lists name and nothing else describes yet: enough to say that it is there, and to ask for more. */
export function listedResources(facts: Facts): readonly Resource[] {
  return bareLists.flatMap(({ service, operation, list, type }) =>
    facts.reads(service, operation).flatMap((read) =>
      read.pages.flatMap(({ call, response }) =>
        strings(response, list).flatMap((entry, index) => {
          const name = entry.split(/[/]/).at(-1) ?? entry;
          const id = entry.startsWith("arn:aws") ? entry : name;
          if (facts.get(type, id) ?? facts.get(type, name)) return [];
          return [listed({ type, id, name, read, call, pointer: toPointer(list, index) })];
        }),
      ),
    ),
  );
}

function listed({
  type,
  id,
  name,
  read,
  call,
  pointer,
}: {
  type: string;
  id: string;
  name: string;
  read: Read;
  call: number;
  pointer: string;
}): Resource {
  return {
    type,
    id,
    name,
    ...(id !== name && { arn: id }),
    account: read.account,
    region: read.region,
    data: {},
    source: { call, pointer },
    observedAt: "",
    links: [],
  };
}
