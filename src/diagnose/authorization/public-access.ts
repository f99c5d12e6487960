import type { Condition, Statement } from "../../core/policy/parse-policy.ts";

/** Keys that keep a wildcard principal from being public when they are held to fixed values (S3 User Guide, The meaning of "public"). */
const fixing = new Set(
  [
    "aws:SourceArn",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:SourceOwner",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:userid",
    "aws:username",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
  ].map((key) => key.toLowerCase()),
);
const pinning =
  /^(ForAnyValue:)?(StringEquals|StringLike|StringEqualsIgnoreCase|ArnEquals|ArnLike|IpAddress)$/i;

/** Whether S3 counts an Allow as public: everyone is its principal, and no condition holds it to fixed values. */
export function isPublicStatement(statement: Statement): boolean {
  if (statement.effect !== "Allow" || !statement.principal) return false;
  const everyone =
    statement.principal.not ||
    statement.principal.names.some(({ type, value }) => value === "*" && (type === "*" || type === "AWS"));
  return everyone && !statement.conditions.some(holdsToFixedValues);
}

function holdsToFixedValues({ operator, key, values }: Condition): boolean {
  if (!pinning.test(operator)) return false;
  const name = key.toLowerCase();
  if (name === "aws:sourceip") return values.every((range) => !isWide(range));
  // For an ARN the account must be fixed; anything else must be fixed altogether.
  return (
    fixing.has(name) &&
    values.every((value) =>
      value.startsWith("arn:")
        ? !/[*?]/.test(value.split(":")[4] || value.split(":").slice(5).join(":").split("/")[0] || "*")
        : !/[*?]|\$\{/.test(value),
    )
  );
}

/** Ranges broader than /8 (IPv4) and /32 (IPv6) count as the whole internet. */
function isWide(range: string): boolean {
  const [address = "", length] = range.split("/");
  return length !== undefined && Number(length) < (address.includes(":") ? 32 : 8);
}
