/** Services that answer the same in every region: read once an account. S3's buckets have regions, its list of buckets has none. */
const services = new Set([
  "iam",
  "organizations",
  "route53",
  "cloudfront",
  "s3",
  "s3control",
  "ce",
  "account",
  "globalaccelerator",
  "shield",
  "support",
]);

const types =
  /^AWS::(?:IAM|Organizations|Route53|CloudFront|S3|CE|Account|GlobalAccelerator|Shield|Support)::/;

export function isGlobalService(service: string): boolean {
  return services.has(service);
}

export function isGlobalType(type: string): boolean {
  return types.test(type);
}
