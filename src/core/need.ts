/** One permission that a call needs: an action on each of these resources. */
export interface Need {
  readonly action: string;
  /** ARNs, where a star stands for what is not known; `["*"]` where the action has no resource level or nothing binds it. */
  readonly resources: readonly string[];
  /** Condition keys as they stand in the request that AWS will check: `kms:ViaService`, `iam:PassedToService`. */
  readonly context?: { readonly [key: string]: string };
  /** How well the request binds it: `no-resource` where the action has no resource level, `unbound` where nothing says which. */
  readonly binding?: "exact" | "parent" | "type" | "no-resource" | "unbound";
  /** Needed only where this holds, which the request does not say; a policy grants it, a call is not refused for the lack of it. */
  readonly perhaps?: string;
}
