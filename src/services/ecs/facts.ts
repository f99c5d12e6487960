import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, strings, text } from "../../facts/reader.ts";

/** The family and revision of a task definition's ARN: `web:7`. */
export function familyRevision(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}

/** What ECS tells: clusters, services, task definitions, tasks, container instances. Task definitions go by `family:revision`. */
export const readers: readonly FactReader[] = [
  listReader("ecs", "DescribeClusters", "clusters/*", (cluster) => ({
    type: "AWS::ECS::Cluster",
    id: text(cluster, "clusterName"),
    arn: text(cluster, "clusterArn"),
  })),
  listReader("ecs", "DescribeServices", "services/*", (service) => ({
    type: "AWS::ECS::Service",
    id: `${text(service, "clusterArn").split("/").at(-1) ?? ""}/${text(service, "serviceName")}`,
    name: text(service, "serviceName"),
    arn: text(service, "serviceArn"),
    links: [
      { kind: "runs", type: "AWS::ECS::TaskDefinition", id: familyRevision(text(service, "taskDefinition")) },
      ...(Array.isArray(service["loadBalancers"]) ? service["loadBalancers"] : []).flatMap((one) =>
        text(one, "targetGroupArn") === ""
          ? []
          : [
              {
                kind: "serves",
                type: "AWS::ElasticLoadBalancingV2::TargetGroup",
                id: text(one, "targetGroupArn"),
              },
            ],
      ),
    ],
  })),
  itemReader("ecs", "DescribeTaskDefinition", "taskDefinition", (definition) => ({
    type: "AWS::ECS::TaskDefinition",
    id: familyRevision(text(definition, "taskDefinitionArn")),
    name: text(definition, "family"),
    arn: text(definition, "taskDefinitionArn"),
  })),
  {
    service: "ecs",
    operation: "ListTaskDefinitions",
    read: ({ response, params }) => {
      const revisions = strings(response, "taskDefinitionArns");
      return revisions.length === 0
        ? []
        : [
            {
              type: "AWS::ECS::TaskDefinitionFamily",
              id: text(params, "familyPrefix"),
              pointer: "",
              data: response,
            },
          ];
    },
  },
  listReader("ecs", "DescribeTasks", "tasks/*", (task) => ({
    type: "AWS::ECS::Task",
    id: text(task, "taskArn"),
    name: familyRevision(text(task, "taskDefinitionArn")),
    arn: text(task, "taskArn"),
  })),
  listReader("ecs", "DescribeContainerInstances", "containerInstances/*", (instance) => ({
    type: "AWS::ECS::ContainerInstance",
    id: text(instance, "containerInstanceArn"),
    name: text(instance, "ec2InstanceId"),
    arn: text(instance, "containerInstanceArn"),
  })),
];
