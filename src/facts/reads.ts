import type { RecordedCall } from "../core/call.ts";
import type { Read } from "../core/facts.ts";
import { isObject } from "../core/json/json.ts";

/** Folds calls into reads: the pages of a list are one read. */
export function readsOf(calls: readonly RecordedCall[], account: string): readonly Read[] {
  const groups = new Map<number, RecordedCall[]>();
  for (const call of calls.toSorted((a, b) => a.n - b.n)) {
    const first = call.page?.first ?? call.n;
    groups.set(first, [...(groups.get(first) ?? []), call]);
  }
  return [...groups.values()].flatMap((pages) => {
    const first = pages[0];
    const last = pages.at(-1);
    if (!first || !last) return [];
    const failed = pages.find((page) => page.decision === "denied" || page.error !== undefined);
    return [
      {
        service: first.service,
        operation: first.operation,
        params: isObject(first.params) ? first.params : {},
        account: first.account ?? account,
        region: first.region,
        pages: pages.flatMap((page) =>
          page.response === undefined || page.error ? [] : [{ call: page.n, response: page.response }],
        ),
        complete: failed === undefined && last.page?.more !== true && first.response !== undefined,
        ...(failed && {
          error: {
            call: failed.n,
            code: failed.error?.code ?? "Denied",
            message: failed.error?.message ?? failed.reason ?? "",
            denied:
              failed.decision === "denied" || /denied|unauthorized|forbidden/i.test(failed.error?.code ?? ""),
          },
        }),
      },
    ];
  });
}
