import { AppError } from "../../core/errors.ts";
import { isArray, isObject } from "../../core/json/json.ts";
import type { Source, WireRequest } from "../../core/source.ts";
import type { Target } from "../../core/target.ts";

/** The regions that an account has enabled, its own first (EC2 API Reference, DescribeRegions, without AllRegions). Throws AppError `endpoint`. */
export async function enabledRegions(
  source: Source,
  at: Target,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const request = regionsRequest(at.region);
  const decoding = source.decode(request, at);
  if (decoding.kind === "refused")
    throw new AppError("bug", `ec2:DescribeRegions was not decoded: ${decoding.why}`);
  const response = await source.forward(request, decoding.call, signal ? { signal } : {});
  const { value, error } = source.read(decoding.call, response);
  if (error)
    throw new AppError("endpoint", `The regions could not be listed: ec2:DescribeRegions: ${error.code}`, {
      next: "Name them: --region us-east-1,eu-central-1.",
    });
  const regions = isObject(value) ? value["Regions"] : undefined;
  const names = (isArray(regions) ? regions : []).flatMap((one) =>
    isObject(one) && typeof one["RegionName"] === "string" && one["OptInStatus"] !== "not-opted-in"
      ? [one["RegionName"]]
      : [],
  );
  return [...new Set([...names.filter((name) => name === at.region), ...names.toSorted()])];
}

function regionsRequest(region: string): WireRequest {
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return {
    method: "POST",
    target: "/",
    headers: [
      ["host", `ec2.${region}.${suffix}`],
      ["content-type", "application/x-www-form-urlencoded; charset=utf-8"],
      // Replaced when it is forwarded; the scope is what is read.
      [
        "authorization",
        `AWS4-HMAC-SHA256 Credential=NONE/20260101/${region}/ec2/aws4_request, SignedHeaders=host, Signature=0`,
      ],
    ],
    body: Buffer.from("Action=DescribeRegions&Version=2016-11-15", "utf8"),
  };
}
