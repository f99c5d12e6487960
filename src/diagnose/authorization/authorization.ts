import { AccessLayer } from "../../core/record/explain-record.ts";
import type { AccessDeciding, AccessVerdict, Missing } from "../../core/record/explain-record.ts";
import type { Facts } from "../../core/facts.ts";
import type { Match } from "../../core/policy/match.ts";
import { decide } from "./decide.ts";
import type { Decision } from "./decide.ts";
import { gatherLayers } from "./gather-layers.ts";
import type { Layers } from "./gather-layers.ts";
import { decidingOf, silentLayer } from "./deciding.ts";
import { flattened } from "./organization-layers.ts";
import { absentLayer, grants } from "./policy-set.ts";
import type { LayerAnswer } from "./policy-set.ts";
import { findPrincipal } from "./principal.ts";
import type { Principal } from "./principal.ts";
import { keyLookup } from "./request-keys.ts";
import { sidesOf } from "./sides.ts";
import { findTarget } from "./target.ts";

/** A question of authorization: may this principal do this action on this resource? `context` sets condition keys; `now` is ISO. */
export interface AccessQuery {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: { readonly [key: string]: readonly string[] };
  readonly now: string;
}

/** Would the call be allowed, and what decides it? Pure; `unknown` exactly where the outcome hangs on what nobody knows. */
export function explainAccess(facts: Facts, query: AccessQuery): AccessVerdict {
  const action = query.action.trim();
  const principal = findPrincipal(facts, query.principal.trim(), action);
  const target = findTarget(facts, query.resource.trim(), action);
  const open = needsNoPermission(facts, action, principal);
  if (open) return open;
  const sides = sidesOf(facts, principal, target);
  const key = keyLookup({ facts, sides, principal, target, action, context: query.context, now: query.now });
  const request = { action, resource: target.arn, caller: principal.caller, key };
  const layers = gatherLayers(facts, sides, principal, target, request, key);
  return verdict(facts, layers, decide(layers, principal, target, action), principal);
}

/** STS tells every signed caller who it is; not even a Deny keeps it from that (STS API Reference, GetCallerIdentity, GetSessionToken). */
function needsNoPermission(
  facts: Facts,
  action: string,
  { entity, caller }: Principal,
): AccessVerdict | undefined {
  if (!/^sts:(GetCallerIdentity|GetSessionToken)$/i.test(action) || !entity || !("arn" in caller))
    return undefined;
  if (caller.kind === "role" && /GetSessionToken/i.test(action)) return undefined;
  const layers = order.map((layer) => ({
    layer,
    verdict: layer === "identity" ? ("allows" as const) : ("absent" as const),
  }));
  const why = `${action} needs no permission, and no policy can deny it`;
  return {
    decision: "allowed",
    layers,
    deciding: [
      {
        layer: "identity",
        policy: { arn: caller.arn },
        effect: "Allow",
        why,
        evidence: [facts.cite(entity, "/Arn")],
      },
    ],
    missing: [],
  };
}

function verdict(
  facts: Facts,
  layers: Layers,
  { forbidden, denies, needed }: Decision,
  principal: Principal,
): AccessVerdict {
  const list = listLayers(layers, principal);
  const shown = list.map(({ layer, verdict: said }) => ({ layer, verdict: said }));
  if (forbidden.outcome === "yes")
    return { decision: "denied-explicitly", layers: shown, deciding: denies.map(decidingOf), missing: [] };
  if (needed.match.outcome === "no") {
    const wanting = needed.silent.map(
      (layer) => list.find((entry) => entry.layer === layer) ?? unseen(layer),
    );
    // A resource's policy that leaves the matter to the account is not silent: it is the account's own policies that say nothing.
    const mute = wanting.filter((entry) => entry.verdict !== "allows");
    const silent = (mute.length > 0 ? mute : wanting).map(({ answer }) =>
      silentLayer(facts, answer, principal),
    );
    const cited = silent.filter(({ evidence }) => evidence.length > 0);
    return {
      decision: "denied-implicitly",
      layers: shown,
      deciding: cited.length > 0 ? cited : silent,
      missing: [],
    };
  }
  if (forbidden.outcome === "unknown" || needed.match.outcome === "unknown") {
    return { decision: "unknown", layers: shown, deciding: [], missing: missingOf(forbidden, needed.match) };
  }
  const deciding: readonly AccessDeciding[] = needed.allows.map(decidingOf);
  return {
    decision: "allowed",
    layers: shown,
    deciding: [...deciding, ...rootsOwnRight(facts, principal, deciding)],
    missing: [],
  };
}

/** The root user needs no policy; what shows it is that nothing limits the account. */
function rootsOwnRight(
  facts: Facts,
  { caller, home }: Principal,
  deciding: readonly AccessDeciding[],
): readonly AccessDeciding[] {
  const read = facts.read("organizations", "DescribeOrganization");
  if (
    caller.kind !== "root" ||
    !home ||
    deciding.some(({ layer }) => layer !== "scp" && layer !== "endpoint") ||
    !read
  )
    return [];
  const evidence = read.complete ? facts.citeAbsence(read, "/Organization", "Id") : facts.citeRefusal(read);
  return [
    {
      layer: "identity",
      policy: { arn: caller.arn },
      effect: "Allow",
      why: "the root user may do everything in its account that nothing denies",
      evidence: [...evidence],
    },
  ];
}

function missingOf(...matches: readonly Match[]): Missing[] {
  const all = matches.flatMap(({ missing }) => missing);
  return [...new Map(all.map((missing) => [JSON.stringify(missing), missing])).values()];
}

type LayerVerdict = AccessVerdict["layers"][number]["verdict"];

interface ListedLayer {
  readonly layer: AccessLayer;
  readonly verdict: LayerVerdict;
  readonly answer: LayerAnswer;
}

function unseen(layer: AccessLayer): ListedLayer {
  return { layer, verdict: "absent", answer: absentLayer(layer) };
}

const order = AccessLayer.options;

function listLayers(layers: Layers, principal: Principal): readonly ListedLayer[] {
  const answers = [
    layers.identity,
    layers.resource,
    layers.boundary,
    flattened(layers.scp),
    flattened(layers.rcp),
    layers.endpoint,
    layers.grant,
  ];
  return order.map((layer) => {
    const answer = answers.find((one) => one.layer === layer) ?? absentLayer(layer);
    return { layer, answer, verdict: layer === "session" ? sessionVerdict(principal) : layerVerdict(answer) };
  });
}

/** A session's own policies are given when it begins and cannot be read afterwards. */
function sessionVerdict({ caller }: Principal): LayerVerdict {
  return caller.kind === "role" && caller.session !== undefined ? "unread" : "absent";
}

function layerVerdict(answer: LayerAnswer): LayerVerdict {
  if (!answer.applies) return "absent";
  if (answer.denies.some(({ match }) => match.outcome === "yes")) return "denies";
  const { outcome } = grants(answer);
  if (answer.layer === "scp" && answer.why !== undefined) return "silent";
  return outcome === "yes" ? "allows" : outcome === "no" ? "silent" : "unread";
}
