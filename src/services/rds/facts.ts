import type { Link } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { FactReader } from "../../facts/reader.ts";
import { listReader, objects, text } from "../../facts/reader.ts";

function instanceLinks(instance: JsonObject): readonly Link[] {
  const endpoint = instance["DBSubnetGroup"];
  const link = (kind: string, type: string, id: string): readonly Link[] =>
    id === "" ? [] : [{ kind, type, id }];
  return [
    ...objects(instance, "DBParameterGroups").flatMap((group) =>
      link("uses", "AWS::RDS::DBParameterGroup", text(group, "DBParameterGroupName")),
    ),
    ...objects(instance, "VpcSecurityGroups").flatMap((group) =>
      link("uses", "AWS::EC2::SecurityGroup", text(group, "VpcSecurityGroupId")),
    ),
    ...link("uses", "AWS::RDS::DBSubnetGroup", text(endpoint, "DBSubnetGroupName")),
    ...link("part-of", "AWS::RDS::DBCluster", text(instance, "DBClusterIdentifier")),
    ...link("reads-from", "AWS::RDS::DBInstance", text(instance, "ReadReplicaSourceDBInstanceIdentifier")),
  ];
}

/** What RDS tells: instances, clusters, subnet and parameter groups, events, snapshots and proxies. */
export const readers: readonly FactReader[] = [
  listReader("rds", "DescribeDBInstances", "DBInstances/*", (instance) => ({
    type: "AWS::RDS::DBInstance",
    id: text(instance, "DBInstanceIdentifier"),
    arn: text(instance, "DBInstanceArn"),
    links: instanceLinks(instance),
  })),
  listReader("rds", "DescribeDBClusters", "DBClusters/*", (cluster) => ({
    type: "AWS::RDS::DBCluster",
    id: text(cluster, "DBClusterIdentifier"),
    arn: text(cluster, "DBClusterArn"),
  })),
  listReader("rds", "DescribeDBSubnetGroups", "DBSubnetGroups/*", (group) => ({
    type: "AWS::RDS::DBSubnetGroup",
    id: text(group, "DBSubnetGroupName"),
    arn: text(group, "DBSubnetGroupArn"),
  })),
  listReader("rds", "DescribeDBParameterGroups", "DBParameterGroups/*", (group) => ({
    type: "AWS::RDS::DBParameterGroup",
    id: text(group, "DBParameterGroupName"),
    arn: text(group, "DBParameterGroupArn"),
  })),
  listReader("rds", "DescribeDBParameters", "Parameters/*", (parameter, { params }) => ({
    type: "AWS::RDS::Parameter",
    id: `${text(params, "DBParameterGroupName")}/${text(parameter, "ParameterName")}`,
    name: text(parameter, "ParameterName"),
  })),
  listReader("rds", "DescribeEvents", "Events/*", (event) => ({
    type: "AWS::RDS::Event",
    id: `${text(event, "SourceIdentifier")} ${text(event, "Date")} ${text(event, "Message").slice(0, 80)}`,
    name: text(event, "SourceIdentifier"),
  })),
  listReader("rds", "DescribeDBProxies", "DBProxies/*", (proxy) => ({
    type: "AWS::RDS::DBProxy",
    id: text(proxy, "DBProxyName"),
    arn: text(proxy, "DBProxyArn"),
  })),
  listReader("rds", "DescribeDBSnapshots", "DBSnapshots/*", (snapshot) => ({
    type: "AWS::RDS::DBSnapshot",
    id: text(snapshot, "DBSnapshotIdentifier"),
    arn: text(snapshot, "DBSnapshotArn"),
  })),
];
