import type { Facts } from "../../core/facts.ts";
import type { Principal } from "./principal.ts";
import type { Target } from "./target.ts";

/** Where the two sides of a request are read: the caller's account and the resource's. */
export interface Sides {
  readonly caller: Facts;
  readonly resource: Facts;
}

/** In a run over one account both sides are its facts, whatever accounts the request names. */
export function sidesOf(facts: Facts, { caller }: Principal, { account }: Target): Sides {
  return {
    caller: "account" in caller ? factsOfAccount(facts, caller.account) : facts,
    resource: factsOfAccount(facts, account),
  };
}

/** The facts of an account, where the run has more than one and this is one of them. */
export function factsOfAccount(facts: Facts, account: string | undefined): Facts {
  return account !== undefined && facts.accounts.length > 1 && facts.accounts.includes(account)
    ? facts.within({ account })
    : facts;
}

/** The caller as the resource's account sees it: at home only where both are of one account. */
export function seenFrom(principal: Principal, { account }: Target): Principal {
  const { caller } = principal;
  return "account" in caller && caller.account !== account ? { ...principal, home: false } : principal;
}
