/** What a condition key holds in a request. An empty list of values counts as absent. */
export type KeyValue =
  | { readonly kind: "known"; readonly values: readonly string[] }
  | { readonly kind: "absent" }
  | {
      readonly kind: "unknown";
      readonly why: string;
      /** What the value begins with, where that much is known. */
      readonly prefix?: string;
    };

/** Looks up a condition key; names come as the policy writes them and are to be compared without regard to case. */
export type KeyLookup = (key: string) => KeyValue;

export function known(...values: readonly string[]): KeyValue {
  return values.length === 0 ? absent : { kind: "known", values };
}

export const absent: KeyValue = { kind: "absent" };
