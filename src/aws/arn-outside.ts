import type { Mandate } from "../core/grant.ts";

/** The mandate's regions, and the one where a partition's global services answer. */
export function regionsOf({ regions }: Pick<Mandate, "regions">): ReadonlySet<string> {
  const chinese = regions.some((region) => region.startsWith("cn-")) ? ["cn-north-1", "cn-northwest-1"] : [];
  const government = regions.some((region) => region.startsWith("us-gov-")) ? ["us-gov-west-1"] : [];
  const commercial = regions.some((region) => !region.startsWith("cn-") && !region.startsWith("us-gov-"))
    ? ["us-east-1"]
    : [];
  return new Set([...regions, ...chinese, ...government, ...commercial]);
}

/** Accounts that AWS writes in its own ARNs. */
const awsOwned = new Set(["", "aws", "cloudfront", "aws-marketplace", "amazon", "*"]);
const written = /arn:aws[\w-]*:([\w.*?-]*):([\w*?-]*):([^:\s"'\\,]*):/gi;

/** A reason when any ARN in a text names an account or region outside the mandate; with `service`, only ARNs of that one count. */
export function arnOutside(text: string, mandate: Mandate, service?: string): string | undefined {
  for (const [arn, of = "", region = "", account = ""] of text.matchAll(written)) {
    if (service !== undefined && of.toLowerCase() !== service) continue;
    const shown = text.startsWith(arn) ? text.slice(0, 200) : arn;
    const owner = account.toLowerCase();
    if (!awsOwned.has(owner) && !mandate.accounts.includes(owner))
      return `${shown} belongs to the account ${account}, which is not in the mandate`;
    if (region === "" || region === "*" || (awsOwned.has(owner) && owner !== "*")) continue;
    if (!regionsOf(mandate).has(region.toLowerCase()))
      return `${shown} lies in ${region}, which is not in the mandate (${of})`;
  }
  return undefined;
}
