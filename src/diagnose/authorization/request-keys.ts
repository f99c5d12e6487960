import type { Facts } from "../../core/facts.ts";
import { absent, known } from "../../core/policy/key-value.ts";
import type { KeyLookup, KeyValue } from "../../core/policy/key-value.ts";
import { organizationKey } from "./organization-keys.ts";
import { principalKey } from "./principal-keys.ts";
import type { Sides } from "./sides.ts";
import type { Principal } from "./principal.ts";
import { resourceKey } from "./resource-keys.ts";
import type { Target } from "./target.ts";

export interface RequestFacts {
  readonly facts: Facts;
  /** The caller's account and the resource's; absent: both are `facts`. */
  readonly sides?: Sides;
  readonly principal: Principal;
  readonly target: Target;
  readonly action: string;
  /** Condition keys that are given. */
  readonly context: { readonly [key: string]: readonly string[] };
  /** ISO. */
  readonly now: string;
}

const notGiven: KeyValue = { kind: "unknown", why: "not given" };

/**
 * What each condition key holds: as given, else as the account tells (the caller, the resource, the organization, the clock), else unknown. That the
 * account shows a value to be absent is knowledge too (IAM User Guide, Global condition context keys).
 */
export function keyLookup(request: RequestFacts): KeyLookup {
  const given = new Map(Object.entries(request.context).map(([key, values]) => [key.toLowerCase(), values]));
  const found = new Map<string, KeyValue>();
  const { facts, sides = { caller: facts, resource: facts } } = request;
  const callers = { ...request, facts: sides.caller };
  const resources = { ...request, facts: sides.resource };
  return (key) => {
    const name = key.toLowerCase();
    const before = found.get(name);
    if (before) return before;
    const values = given.get(name);
    const value = values
      ? known(...values)
      : (fromNetwork(name, given, request.facts) ??
        principalKey(name, callers) ??
        resourceKey(name, resources) ??
        fromSource(name, given, request) ??
        fromRequest(name, request) ??
        notGiven);
    found.set(name, value);
    return value;
  };
}

type Given = ReadonlyMap<string, readonly string[]>;

/** A call comes through an endpoint or from a public address, never both; the endpoint's VPC is known with it. */
function fromNetwork(name: string, given: Given, facts: Facts): KeyValue | undefined {
  const endpoint = given.get("aws:sourcevpce")?.[0];
  if (name === "aws:sourcevpc" && endpoint !== undefined) {
    const vpc = facts.get("AWS::EC2::VPCEndpoint", endpoint)?.data["VpcId"];
    return typeof vpc === "string"
      ? known(vpc)
      : { kind: "unknown", why: `the VPC of ${endpoint} was not read` };
  }
  const viaVpc = endpoint !== undefined || given.has("aws:sourcevpc") || given.has("aws:vpcsourceip");
  if (name === "aws:sourceip" && viaVpc) return absent;
  if (/^aws:(sourcevpce|sourcevpc|vpcsourceip)$/.test(name) && given.has("aws:sourceip") && !viaVpc)
    return absent;
  return undefined;
}

/** The resource on whose behalf a service calls: set only when a service principal itself calls. */
function fromSource(name: string, given: Given, { facts, principal }: RequestFacts): KeyValue | undefined {
  if (!/^aws:(sourcearn|sourceaccount|sourceowner|sourceorgid|sourceorgpaths)$/.test(name)) return undefined;
  if (principal.caller.kind !== "service") return absent;
  const account = given.get("aws:sourceaccount")?.[0] ?? given.get("aws:sourcearn")?.[0]?.split(":")[4];
  if (name === "aws:sourceaccount" && account !== undefined && account !== "") return known(account);
  if (!name.startsWith("aws:sourceorg")) return undefined;
  if (account !== facts.account) return undefined;
  return organizationKey(name.slice("aws:source".length), facts);
}

function fromRequest(name: string, { now, target, action }: RequestFacts): KeyValue | undefined {
  if (name === "aws:currenttime") return known(now);
  if (name === "aws:epochtime") return known(String(Math.floor(Date.parse(now) / 1000)));
  if (name === "aws:requestedregion") {
    if (target.region !== "") return known(target.region);
    // Global services are called in their partition's own region.
    if (/^(iam|organizations|route53|cloudfront|account|support):/i.test(action)) return known("us-east-1");
  }
  return undefined;
}
