import type { Effect } from "../core/effect.ts";
import type { Check } from "../diagnose/check.ts";
import type { FactReader } from "../facts/reader.ts";

/** Reviewed effects by operation: `DescribeInstances: ["pure"]`, with why where it is not plain. */
export type Effects = {
  readonly [operation: string]:
    | readonly Effect[]
    | { readonly effects: readonly Effect[]; readonly why: string };
};

/** All that is known of one AWS service. A folder `services/<name>/` holds one; probes lie beside it as `probes/*.py`. */
export interface Service {
  /** boto3's name of the service: `elbv2`. */
  readonly name: string;
  readonly readers: readonly FactReader[];
  readonly checks: readonly Check[];
  readonly effects: Effects;
}
