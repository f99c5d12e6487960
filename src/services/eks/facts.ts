import type { FactReader } from "../../facts/reader.ts";
import { itemReader, text } from "../../facts/reader.ts";

/** What EKS tells: clusters and node groups. */
export const readers: readonly FactReader[] = [
  itemReader("eks", "DescribeCluster", "cluster", (cluster) => ({
    type: "AWS::EKS::Cluster",
    id: text(cluster, "name"),
    arn: text(cluster, "arn"),
  })),
  itemReader("eks", "DescribeNodegroup", "nodegroup", (group) => ({
    type: "AWS::EKS::Nodegroup",
    id: `${text(group, "clusterName")}/${text(group, "nodegroupName")}`,
    name: text(group, "nodegroupName"),
    arn: text(group, "nodegroupArn"),
    links: [{ kind: "part-of", type: "AWS::EKS::Cluster", id: text(group, "clusterName") }],
  })),
];
