import type { Facts } from "../../core/facts.ts";
import { absent, known } from "../../core/policy/key-value.ts";
import type { KeyValue } from "../../core/policy/key-value.ts";
import { organizationOf } from "./organization.ts";

/** Organization id or path of this account; `suffix` is what follows aws:Principal, aws:Resource or aws:Source. */
export function organizationKey(suffix: string, facts: Facts): KeyValue | undefined {
  const organization = organizationOf(facts);
  if (organization.kind === "none") return absent;
  if (organization.kind === "unread")
    return {
      kind: "unknown",
      why: `organizations:DescribeOrganization: ${"why" in organization.missing ? organization.missing.why : ""}`,
    };
  if (suffix === "orgid") return known(organization.id);
  if (suffix !== "orgpaths") return undefined;
  if (!organization.path)
    return { kind: "unknown", why: "the account's path in its organization could not be read" };
  return known([organization.id, ...organization.path.slice(0, -1), ""].join("/"));
}
