import type { Endpoint } from "./endpoint.ts";
import { both, judgeEnds } from "./judge-ends.ts";
import type { Ends, Verdict } from "./judge-ends.ts";
import { holderOfPublicAddress } from "./locate-endpoint.ts";
import { rangesOf } from "./address-range.ts";
import type { AddressSet } from "./address-range.ts";
import { objects, text } from "../../facts/reader.ts";
import type { Place } from "./place.ts";
import type { Step } from "./step.ts";

/** Stages of the second half lie behind those of the first. */
const behind = 20;

/**
 * A public address that an interface of the account holds is reached over the internet: out from the source, and in to its holder. Everything
 * else is one way.
 */
export function judgeWay(ends: Ends): Verdict {
  const { facts, from, to } = ends;
  const holder = "address" in to.reference ? holderOfPublicAddress(facts, to.text) : undefined;
  const sender = "address" in from.reference ? holderOfPublicAddress(facts, from.text) : undefined;
  if (sender && !holder) return judgeEnds({ ...ends, from: sender });
  if (!holder) return judgeEnds(ends);
  if (from.places.every((place) => place.where === "internet") && !from.resource)
    return judgeEnds({ ...ends, to: holder });
  const out = judgeEnds({
    ...ends,
    from: sender ?? from,
    to: { ...to, places: [outside(rangesOf([to.text]), true)] },
  });
  const seen = senderAddresses(ends, out.steps);
  const source: Endpoint = {
    text: from.text,
    reference: from.reference,
    quantifier: "all",
    missing: [],
    places: [outside(seen ?? rangesOf(["0.0.0.0/0"]), seen !== undefined)],
  };
  const into = judgeEnds({ ...ends, from: source, to: holder });
  return {
    steps: [...out.steps, ...into.steps.map((step) => ({ ...step, stage: step.stage + behind }))],
    reachable: both(out.reachable, into.reachable),
    missing: [...out.missing, ...into.missing],
  };
}

function outside(addresses: AddressSet, all: boolean): Place {
  return { where: "internet", addresses, all, client: "nat-gateway" };
}

/** The address that the internet sees: of the NAT gateway on the way, else the source's own. */
function senderAddresses({ facts, from }: Ends, steps: readonly Step[]): AddressSet | undefined {
  const passed = steps.flatMap(({ hop }) =>
    hop.component.type === "AWS::EC2::NatGateway" && hop.component.id !== undefined
      ? (facts.get("AWS::EC2::NatGateway", hop.component.id) ?? [])
      : [],
  );
  const translated = passed.flatMap((gateway) =>
    objects(gateway.data, "NatGatewayAddresses")
      .map((one) => text(one, "PublicIp"))
      .filter((address) => address !== ""),
  );
  if (translated.length > 0) return rangesOf(translated);
  const [place] = from.places;
  return place?.publicAddress?.addresses;
}
