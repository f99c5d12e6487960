/** Where a request signed for S3 goes: the bucket in its host (`""`: path style), or S3 Control with the account in its host. */
export type S3Host =
  | { readonly service: "s3"; readonly bucket: string }
  | { readonly service: "s3control"; readonly account: string };

/** Reads the host of a request signed for S3. Shapes that are not known (Outposts, Object Lambda, Express, access points) are refused. */
export function readS3Host(host: string, region: string): S3Host | undefined {
  const endpoint =
    /^(.*?)(s3|s3-control)(?:-fips)?(?:\.dualstack)?(?:\.([a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com(?:\.cn)?$/.exec(
      host,
    );
  if (!endpoint) return undefined;
  const [, before = "", kind, at] = endpoint;
  // The endpoint without a region is us-east-1's.
  if ((at ?? "us-east-1") !== region) return undefined;
  if (kind === "s3-control")
    return /^(\d{12}\.)?$/.test(before) ? { service: "s3control", account: before.slice(0, 12) } : undefined;
  if (before === "") return { service: "s3", bucket: "" };
  const bucket = before.slice(0, -1);
  return before.endsWith(".") && isBucketName(bucket) ? { service: "s3", bucket } : undefined;
}

/** The name of a general purpose bucket (Amazon S3 User Guide, naming rules); directory buckets and access points have their own rules and are none. */
export function isBucketName(bucket: string): boolean {
  return (
    // The oldest buckets of us-east-1 may have capitals and underscores, in paths only.
    /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/.test(bucket) &&
    !bucket.includes("..") &&
    !/--x-s3$|--ol-s3$|-s3alias$|--op-s3$|\.(s3|s3-[a-z-]+)$|^(s3|s3-[a-z]+)$|\.s3-|\.accesspoint$|\.mrap$/.test(
      bucket,
    )
  );
}
