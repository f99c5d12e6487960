import type { Params, Use } from "../follow/use.ts";

/** An operation that the text calls, with what is known of its parameters. */
export interface FoundCall {
  readonly service: string;
  readonly operation: string;
  readonly line: number;
  readonly certain: boolean;
  readonly params: Params;
  readonly via: Extract<Use, { kind: "operation" }>["via"] | "method";
  /** Loops round it, but for those over literals. */
  readonly loops: number;
}
