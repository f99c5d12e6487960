/**
 * Other ARNs that the same resource may have, which a request does not tell: a role lies below a path that its name does not carry, and what AWS itself owns stands under no
 * account or `aws`. A policy has to name them too (IAM User Guide, IAM identifiers; Service Authorization Reference, resource types).
 */
export function alternateArns(arn: string): readonly string[] {
  const [, partition = "aws", service = "", region = "", account = "", ...rest] = arn.split(":");
  const resource = rest.join(":");
  const owned = (owner: string) => `arn:${partition}:${service}:${region}:${owner}:${resource}`;
  const [type = "", name = ""] = splitOnce(resource);
  if (service === "iam" && /^(?:role|user|group|instance-profile|server-certificate)$/.test(type))
    return name.includes("/") || name === "*" ? [] : [`arn:${partition}:iam::${account}:${type}/*/${name}`];
  if (service === "iam" && resource === "policy/*") return [owned("aws")];
  if (service === "ssm" && type === "document" && /^(?:AWS|Amazon|\*)/.test(name)) return [owned("")];
  if (service === "ssm" && type === "parameter" && (name === "*" || name.startsWith("aws/")))
    return [owned("")];
  if (service === "ec2" && type === "prefix-list") return [owned("aws")];
  return [];
}

function splitOnce(resource: string): readonly string[] {
  const at = resource.indexOf("/");
  return at < 0 ? [resource] : [resource.slice(0, at), resource.slice(at + 1)];
}
