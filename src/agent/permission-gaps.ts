import type { Call } from "../core/call.ts";

/** So many missing permissions are told one by one; a reader wants the rest as a number. */
const mostTold = 8;

/**
 * For each read that AWS refused and that never succeeded: the permission to ask for; what was never read because no script's text showed the call;
 * what was never answered; and which services the user left out. What a gap names already is not said twice.
 */
export function permissionGaps(calls: readonly Call[], gaps: readonly string[]): readonly string[] {
  const read = new Set(calls.filter((call) => call.refused === undefined && call.status > 0).map(keyOf));
  const refused = calls.filter((call) => call.refused !== undefined && !read.has(keyOf(call)));
  const byAction = new Map(
    refused.flatMap(({ refused: why }) =>
      why ? [[`${why.action} ${why.policyType ?? ""}`, why] as const] : [],
    ),
  );
  const untold = [...byAction.values()].filter(({ action }) => !gaps.some((gap) => gap.includes(action)));
  const hidden = calls.filter(
    (call) => call.decision === "denied" && call.deniedBy === "policy" && !read.has(keyOf(call)),
  );
  const silent = calls.filter(
    (call) =>
      call.decision === "allowed" && call.status === 0 && call.error !== undefined && !read.has(keyOf(call)),
  );
  const unread = new Map([
    ...silent.map(({ action, error }) => [action, `was not answered: ${error?.message ?? ""}`] as const),
    ...hidden.map(
      ({ action }) =>
        [action, "was not read: the script's text did not show the call, so it was denied."] as const,
    ),
  ]);
  const unreadGaps = [...unread].flatMap(([action, why]) =>
    gaps.some((gap) => gap.includes(action)) ? [] : [`${action} ${why}`],
  );
  const leftOut = [
    ...new Set(
      calls.flatMap(({ deniedBy, service, reason }) =>
        deniedBy === "ceiling" && reason?.includes("--services") ? [service] : [],
      ),
    ),
  ].toSorted();
  const told = untold.slice(0, mostTold).map(({ action, text }) => `${action} was refused by AWS. ${text}`);
  const rest = untold.length - told.length;
  return [
    ...told,
    ...(rest === 0 ? [] : [`${rest} more permissions are missing: nephoscope runs policy names them.`]),
    ...unreadGaps.slice(0, mostTold),
    ...(leftOut.length === 0 ? [] : [`Not read, for --services leaves it out: ${leftOut.join(", ")}.`]),
  ];
}

function keyOf({ action, resources, region }: Call): string {
  return JSON.stringify([action, resources, region]);
}
