import type { ServiceModel } from "../service-models.ts";
import { inputShape } from "../shape-of.ts";

/** What any request may carry on: what HTTP needs, and how the SDK says what protocol and payload it sends. */
const plain =
  /^(?:host|content-type|content-md5|content-encoding|accept|smithy-protocol|x-amz-target|x-amzn-query-mode|x-amz-content-sha256|x-amz-trailer|x-amz-decoded-content-length|x-amz-sdk-checksum-algorithm|x-amz-checksum-[a-z0-9]+)$/;
/** Never, whatever a model says: who asks is decided here. */
const never = /^(?:x-amz-security-token|x-amz-date|x-amz-region-set|authorization)$/;

/**
 * A request's headers as they are signed and sent: those that were decoded as parameters of the operation, and what every request needs. A header that
 * nobody has read (a method override, a cookie, a word for whoever reads the logs) stays behind.
 */
export function forwardedHeaders(
  headers: readonly (readonly [string, string])[],
  model: ServiceModel | undefined,
  operation: string,
): readonly (readonly [string, string])[] {
  const members = Object.values((model && inputShape(model, operation)?.members) ?? {});
  const names = new Set(
    members.flatMap((member) =>
      member.location === "header" ? [(member.locationName ?? "").toLowerCase()] : [],
    ),
  );
  const prefixes = members.flatMap((member) =>
    member.location === "headers" ? [(member.locationName ?? "").toLowerCase()] : [],
  );
  const known = (name: string) =>
    plain.test(name) || names.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
  return headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => known(name) && !never.test(name));
}
