import { isObject } from "../../core/json/json.ts";
import { inRange } from "../../core/policy/address-range.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Needed } from "../../diagnose/resource-check.ts";
import { objects, strings, text } from "../../facts/reader.ts";

const type = "AWS::EKS::Cluster";

function clusterRead(id: string, what: string): Needed {
  return {
    service: "eks",
    operation: "DescribeCluster",
    params: { name: id },
    probe: {
      probe: "eks/cluster",
      variables: { cluster_names: [id] },
      reason: `${what} of cluster ${id}`,
    },
  };
}

/** "Control network access to cluster API server endpoint": publicAccessCidrs decides who reaches the public one. */
export const endpointAccess: Check = resourceCheck({
  id: "eks.endpoint-access",
  title: "who reaches the API server of the cluster",
  type,
  needed: ({ id }) => clusterRead(id, "endpoint access"),
  judge: (cluster, { facts, question }) => {
    const access = cluster.data["resourcesVpcConfig"];
    if (!isObject(access)) return {};
    const ranges = strings(access, "publicAccessCidrs");
    const open = access["endpointPublicAccess"] === true;
    const asked = [...question.text.matchAll(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g)].map((match) => match[0]);
    const outside = asked.find((address) => ranges.every((range) => inRange(address, range) === false));
    // Only a question about reaching something can be answered by who is admitted.
    const remote =
      asked.length > 0 ||
      (question.symptoms ?? []).includes("connectivity") ||
      /kubectl|api server/i.test(question.text);
    const everybody = ranges.includes("0.0.0.0/0") || ranges.length === 0;
    const inside = asked.length > 0 && outside === undefined;
    if (open && (everybody || inside || !remote))
      return {
        fine: `the API server of ${cluster.id} admits ${ranges.join(", ") || "everybody"}`,
        evidence: [facts.cite(cluster, "/resourcesVpcConfig")],
      };
    if (!remote) return {};
    const property = open
      ? "resourcesVpcConfig.publicAccessCidrs"
      : "resourcesVpcConfig.endpointPublicAccess";
    return {
      faults: [
        blame(cluster, {
          property,
          observed: open ? [...ranges] : false,
          expected: open
            ? `a range that holds ${outside ?? "the client's address"}`
            : "true, or a client inside the VPC",
          title: open
            ? `publicAccessCidrs of cluster ${cluster.id} is ${ranges.join(", ")} only${outside === undefined ? "" : `; ${outside} is outside`}`
            : `The API server of cluster ${cluster.id} has no public endpoint`,
          explanation: open
            ? `EKS cluster ${cluster.id} has resourcesVpcConfig.publicAccessCidrs ${ranges.join(", ")} only${outside === undefined ? "" : `, and ${outside} is outside`}: connections from elsewhere to its API server time out.`
            : `EKS cluster ${cluster.id} has endpointPublicAccess false: its API server answers only inside the VPC.`,
          evidence: [facts.cite(cluster, "/resourcesVpcConfig")],
          standing: !open || outside !== undefined ? "proved" : "supported",
          change: {
            summary: `Admit the client${outside === undefined ? "'s address" : ""} to the API server of ${cluster.id}`,
            commands:
              outside === undefined
                ? []
                : [
                    [
                      "aws",
                      "eks",
                      "update-cluster-config",
                      "--name",
                      cluster.id,
                      "--resources-vpc-config",
                      `endpointPublicAccess=true,publicAccessCidrs=${[...ranges, `${outside}/32`].join(",")}`,
                    ],
                  ],
            risk: "Whoever is in the range reaches the API server; authentication still applies.",
            rollback: shellCommand`aws eks update-cluster-config --name ${cluster.id} --resources-vpc-config endpointPublicAccess=${String(open)},publicAccessCidrs=${ranges.join(",")}`,
            edits: [],
          },
        }),
      ],
    };
  },
});

/** Node groups report what keeps them from being healthy. */
export const nodegroups: Check = resourceCheck({
  id: "eks.nodegroups",
  title: "health of the node groups",
  type,
  needed: ({ id }) => clusterRead(id, "node groups"),
  judge: (cluster, { facts }) => {
    const groups = facts.linking(type, cluster.id).filter((one) => one.type === "AWS::EKS::Nodegroup");
    const sick = groups.find(
      (one) =>
        objects(one.data["health"], "issues").length > 0 || /FAILED|DEGRADED/.test(text(one.data, "status")),
    );
    if (!sick)
      return groups[0]
        ? {
            fine: `node groups of ${cluster.id} report no issue`,
            evidence: groups.slice(0, 3).map((one) => facts.cite(one, "/status")),
          }
        : {};
    const issue = objects(sick.data["health"], "issues")[0];
    return {
      faults: [
        blame(sick, {
          property: "health.issues",
          observed: issue ?? text(sick.data, "status"),
          expected: "no issue",
          title: `Node group ${sick.name} reports ${text(issue, "code") || text(sick.data, "status")}`,
          explanation: `Node group ${sick.name} of ${cluster.id} is ${text(sick.data, "status")} with issue ${text(issue, "code")}: ${text(issue, "message").slice(0, 150)}.`,
          evidence: [facts.cite(sick)],
        }),
      ],
    };
  },
});

/** Faults of EKS clusters. */
export const checks: readonly Check[] = [endpointAccess, nodegroups];
