import type { Diagnostic } from "../../core/script.ts";
import { apiParameter } from "./api-diagnostic.ts";
import { nearestName } from "./nearest-name.ts";

/** Regions of all partitions (botocore's `partitions.json` and `endpoints.json`, 1.44.5), and the global names that clients take too. */
const regions: readonly string[] =
  "us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 sa-west-1 cn-north-1 cn-northwest-1 eusc-de-east-1 us-gov-east-1 us-gov-west-1 us-iso-east-1 us-iso-west-1 us-isob-east-1 us-isob-west-1 eu-isoe-west-1 us-isof-east-1 us-isof-south-1 aws-global aws-cn-global aws-us-gov-global aws-iso-global aws-iso-b-global aws-iso-e-global aws-iso-f-global".split(
    " ",
  );

const areas: ReadonlySet<string> = new Set(regions.map((region) => region.replace(/-\d$/, "")));

/** A region that no partition has. One that only its number tells from a known one may be new: that is a warning. */
export function checkRegion(line: number, region: string): readonly Diagnostic[] {
  if (regions.includes(region)) return [];
  const zone = /^(.*-\d)[a-z]$/.exec(region)?.[1];
  const near = zone !== undefined && regions.includes(zone) ? zone : nearestName(region, regions);
  const message = `There is no region ${JSON.stringify(region)}${zone === undefined ? "" : " (that is a zone)"}.`;
  const found = apiParameter(line, "unknown-region", message, near);
  const mayBeNew = /-\d$/.test(region) && areas.has(region.replace(/-\d$/, ""));
  return [mayBeNew ? { ...found, severity: "warning" } : found];
}
