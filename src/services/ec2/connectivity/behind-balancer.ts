import type { Facts, Resource } from "../../../core/facts.ts";
import type { JsonObject } from "../../../core/json/json.ts";
import { isObject } from "../../../core/json/json.ts";
import { objects, strings, text } from "../../../facts/reader.ts";
import type { AskedPath } from "./asked-paths.ts";

const groupType = "AWS::ElasticLoadBalancingV2::TargetGroup";

/**
 * From a load balancer to its targets' ports for health checks where these differ from the ports for traffic; where nobody asked who reaches
 * the load balancer, to the ports for traffic too (Elastic Load Balancing guides, Health checks for target groups).
 */
export function behindBalancer(facts: Facts, balancer: Resource, followed: boolean): readonly AskedPath[] {
  const groups = facts
    .all(groupType)
    .filter((group) => strings(group.data, "LoadBalancerArns").includes(balancer.id));
  return groups.flatMap((group) =>
    targetsOf(facts, group).flatMap((target) => {
      const id = text(target, "Id");
      const holder =
        facts.get("AWS::EC2::Instance", id) ??
        facts.all("AWS::EC2::Instance").find((one) => text(one.data, "PrivateIpAddress") === id);
      if (!holder || text(group.data, "TargetType") === "alb") return [];
      const traffic = typeof target["Port"] === "number" ? target["Port"] : group.data["Port"];
      const health = Number(text(group.data, "HealthCheckPort"));
      const ports = [...(followed ? [] : [traffic]), ...(health > 0 && health !== traffic ? [health] : [])];
      return ports.flatMap((port) =>
        typeof port === "number"
          ? [
              {
                from: balancer.id,
                to: holder.id,
                protocol: "tcp" as const,
                port,
                source: balancer,
                target: holder,
                stands: false,
              },
            ]
          : [],
      );
    }),
  );
}

function targetsOf(facts: Facts, group: Resource): readonly JsonObject[] {
  const health = facts.get("AWS::ElasticLoadBalancingV2::TargetHealth", group.id);
  return objects(health?.data, "TargetHealthDescriptions").flatMap((one) =>
    isObject(one["Target"]) ? [one["Target"]] : [],
  );
}
