import type { Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { allOfKind } from "../../diagnose/all-of-kind.ts";
import type { Check } from "../../diagnose/check.ts";
import { listingCheck } from "../../diagnose/listing-check.ts";
import type { ListRead } from "../../diagnose/listing-check.ts";
import { objects, text } from "../../facts/reader.ts";

const inventory = (kind: string) => ({ probe: "ec2/inventory", variables: { kinds: [kind] } });
const instances: ListRead = { service: "ec2", operation: "DescribeInstances" };
const ofInstances = (words: string): boolean =>
  /\binstances?\b|\bec2\b|\bservers?\b|\bmachines?\b|\bvms?\b/i.test(words) &&
  !/\b(?:rds|db|database)\b/i.test(words);
const stateOf = ({ data }: Resource): string => text(data["State"], "Name");
const alive = (one: Resource): boolean => !/terminated|shutting-down/.test(stateOf(one));

/** "Use IMDSv2": HttpTokens `optional` still answers version 1. */
export const metadata: Check = listingCheck({
  id: "ec2.list-imdsv1",
  title: "instance metadata versions",
  type: "AWS::EC2::Instance",
  asks: (words) => /imds|metadata (?:service|version|options)|httptokens/i.test(words),
  probe: inventory("instances"),
  list: instances,
  judge: (one, facts) => {
    const options = one.data["MetadataOptions"];
    const tokens = text(options, "HttpTokens");
    return alive(one) && tokens !== "required" && text(options, "HttpEndpoint") !== "disabled"
      ? {
          property: "MetadataOptions.HttpTokens",
          observed: tokens === "" ? null : tokens,
          expected: "required",
          says: `does not require IMDSv2 (HttpTokens ${tokens || "optional"})`,
          evidence: [facts.cite(one, isObject(options) ? "/MetadataOptions" : "")],
        }
      : undefined;
  },
  severity: "medium",
  pillars: ["security"],
});

export const publicAddresses: Check = listingCheck({
  id: "ec2.list-public-addresses",
  title: "instances with a public address",
  type: "AWS::EC2::Instance",
  asks: (words) =>
    ofInstances(words) &&
    /(?:with|have|has) (?:a |an )?(?:public (?:ipv4 |ip )?(?:ip|address|addresses|ips)\b|public ipv4)/i.test(
      words,
    ),
  probe: inventory("instances"),
  list: instances,
  judge: (one, facts) => {
    const address = text(one.data, "PublicIpAddress");
    return alive(one) && address !== ""
      ? {
          property: "PublicIpAddress",
          observed: address,
          expected: "none, where nobody outside needs it",
          says: `has public address ${address}`,
          evidence: [facts.cite(one, "/PublicIpAddress")],
        }
      : undefined;
  },
});

/** A stopped machine costs no hours, but its disks and addresses are paid for. */
export const stopped: Check = listingCheck({
  id: "ec2.list-stopped",
  title: "stopped instances",
  type: "AWS::EC2::Instance",
  asks: (words) =>
    ofInstances(words) &&
    /\bstopped\b|switched off|shut down|turned off/i.test(words) &&
    !/stopped (?:working|responding|answering|getting)/i.test(words),
  probe: inventory("instances"),
  list: instances,
  judge: (one, facts) =>
    stateOf(one) === "stopped"
      ? {
          property: "State",
          observed: "stopped",
          expected: "running, or terminated",
          says: `is stopped${text(one.data, "StateTransitionReason") === "" ? "" : ` (${text(one.data, "StateTransitionReason")})`}; its disks are still paid for`,
          evidence: [facts.cite(one, "/State")],
        }
      : undefined,
});

export const running: Check = listingCheck({
  id: "ec2.list-running",
  title: "running instances",
  type: "AWS::EC2::Instance",
  asks: (words) =>
    ofInstances(words) &&
    /\b(?:all|the|of|our|list|which|what) (?:\S+ ){0,3}running (?:ec2 )?instances?\b|instances (?:are|is) running/i.test(
      words,
    ) &&
    !/public|tag|imds|idle|oversized|unused|without|reachable|expos/i.test(words),
  probe: inventory("instances"),
  list: instances,
  judge: (one, facts) =>
    stateOf(one) === "running"
      ? {
          property: "State",
          observed: "running",
          expected: "running",
          says: "is running",
          evidence: [facts.cite(one, "/State")],
        }
      : undefined,
});

/** "EBS encryption": volumes keep the encryption that they were made with. */
export const unencryptedVolumes: Check = listingCheck({
  id: "ec2.list-unencrypted-volumes",
  title: "encryption of the volumes",
  type: "AWS::EC2::Volume",
  asks: (words) =>
    /volumes?|disks?|\bebs\b/i.test(words) &&
    /unencrypted|not encrypted|n't encrypted|without encryption|no encryption|encrypted at rest/i.test(
      words,
    ) &&
    !/\brds\b|databases?/i.test(words),
  probe: inventory("volumes"),
  list: { service: "ec2", operation: "DescribeVolumes" },
  judge: (one, facts) =>
    one.data["Encrypted"] === false
      ? {
          property: "Encrypted",
          observed: false,
          expected: true,
          says: "is not encrypted (Encrypted false)",
          evidence: [facts.cite(one, "/Encrypted")],
        }
      : undefined,
  severity: "medium",
  pillars: ["security"],
});

export const oldVolumeTypes: Check = listingCheck({
  id: "ec2.list-old-volume-types",
  title: "types of the volumes",
  type: "AWS::EC2::Volume",
  asks: (words) => /\bgp2\b|old(?:er)? (?:generation )?volume types?/i.test(words),
  probe: inventory("volumes"),
  list: { service: "ec2", operation: "DescribeVolumes" },
  judge: (one, facts) => {
    const kind = text(one.data, "VolumeType");
    return kind === "gp2"
      ? {
          property: "VolumeType",
          observed: kind,
          expected: "gp3",
          says: `is a ${String(one.data["Size"])} GiB gp2 volume; gp3 costs less per GiB`,
          evidence: [facts.cite(one, "/VolumeType")],
        }
      : undefined;
  },
  pillars: ["cost optimization"],
});

/** The tags that the question asks for: one named ("an env tag"), or any. */
export const untaggedInstances: Check = listingCheck({
  id: "ec2.list-untagged-instances",
  title: "tags of the instances",
  type: "AWS::EC2::Instance",
  asks: (words) => ofInstances(words) && wantedTag(words) !== undefined,
  probe: inventory("instances"),
  list: instances,
  judge: (one, facts, { question }) => {
    const wanted = wantedTag(question.text) ?? "";
    const held = objects(one.data, "Tags").map((tag) => text(tag, "Key"));
    const missing =
      wanted === ""
        ? held.filter((key) => !key.startsWith("aws:")).length === 0
        : !held.some((key) => key.toLowerCase() === wanted.toLowerCase());
    return alive(one) && missing
      ? {
          property: "Tags",
          observed: held,
          expected: wanted === "" ? "tags" : wanted,
          says: wanted === "" ? "has no tag" : `has no tag ${wanted}`,
          evidence: [facts.cite(one)],
        }
      : undefined;
  },
});

function wantedTag(words: string): string | undefined {
  if (/untagged|without (?:any )?tags\b|no tags\b/i.test(words)) return "";
  return (
    /(?:lack\w*|without|missing|no|do not have|don't have)\s+(?:an?\s+|the\s+|any\s+)?["'`]?([\w:-]+)["'`]?\s+tag\b/i.exec(
      words,
    )?.[1] ?? /\btag (?:key )?["'`]?([\w:-]+)["'`]? (?:is )?(?:missing|not set|absent)/i.exec(words)?.[1]
  );
}

export const everyInstance: Check = allOfKind({
  id: "ec2.list-all-instances",
  type: "AWS::EC2::Instance",
  nouns: "(?:ec2 )?(?:instances|servers|machines|vms)",
  besides: "types?|states?|types? and states?|states? and types?",
  probe: inventory("instances"),
  list: instances,
  told: ["State", "Name"],
  says: (state) => `is ${String(state)}`,
  keeps: alive,
});

export const checks: readonly Check[] = [
  everyInstance,
  metadata,
  publicAddresses,
  stopped,
  running,
  unencryptedVolumes,
  oldVolumeTypes,
  untaggedInstances,
];
