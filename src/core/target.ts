import { z } from "zod";

/** Where an attempt works: one account, one region. */
export const Target = z.object({ account: z.string(), region: z.string() });
export type Target = z.infer<typeof Target>;

/** A target with who reads it. */
export const ReadTarget = Target.extend({ identity: z.string() });
export type ReadTarget = z.infer<typeof ReadTarget>;

/** An account or region that was asked for and could not be opened. */
export const Unreached = z.object({ what: z.string(), why: z.string() });
export type Unreached = z.infer<typeof Unreached>;

export function isTarget(one: Target, other: Target): boolean {
  return one.account === other.account && one.region === other.region;
}

export function targetKey({ account, region }: Target): string {
  return `${account} ${region}`;
}
