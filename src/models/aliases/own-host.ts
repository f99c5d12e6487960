/**
 * Host names that AWS gives to what an account holds (databases, load balancers, caches, APIs …). Domains: the services' own guides; where a service is
 * not known here, a host with a region and more than the service's name counts as the account's own.
 */
const hostNames =
  /(?<![\w-])(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){1,12}(?:amazonaws\.com(?:\.cn)?|on\.aws|api\.aws|cloudfront\.net|awsglobalaccelerator\.com|elasticbeanstalk\.com|awsapprunner\.com|amplifyapp\.com|awsapps\.com|amazoncognito\.com|amazonlightsail\.com|cs\.amazonlightsail\.com)(?![\w-]|\.[a-z0-9])/gi;

const shared = /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|api\.aws)$/i;
const domain =
  /\.(amazonaws\.com(?:\.cn)?|on\.aws|api\.aws|cloudfront\.net|awsglobalaccelerator\.com|elasticbeanstalk\.com|awsapprunner\.com|amplifyapp\.com|awsapps\.com|amazoncognito\.com|(?:cs\.)?amazonlightsail\.com)$/i;
/** `us-east-1`, and `use1` as caches have it. */
const region = /^(?:[a-z]{2}(?:-[a-z]+)+-\d|(?:us|eu|ap|sa|ca|me|af|il|mx|cn)[a-z]{1,2}\d)$/i;
const services =
  /^(?:rds|elb|cache|redshift|redshift-serverless|es|aoss|eks|execute-api|auth|efs|fsx|vpce|ec2|ecr|dkr|kafka|kafka-serverless|memorydb|docdb|neptune|neptune-db|dax|iot|mq|appsync-api|appsync-realtime-api|lambda|lambda-url|vpc-lattice-svcs|compute|server|transfer|sagemaker|notebook|studio|airflow|grafana-workspace|cloudsearch|cassandra|workspaces|queue|sqs|sns|logs|monitoring|sts|ssm|kms|dynamodb|kinesis|cs)$/i;
/** A first name that the services themselves use. */
const ofServices =
  /^(?:api|data|data-ats|runtime|streams|fips|control|query|ingest|portal|dualstack|oidc|signin|www|docs|console)$/i;

/** Each such host name put through `change`, which is told what it may keep: the part that names service and region. */
export function withOwnHosts(text: string, change: (host: string, zone: string) => string): string {
  if (!/amazon|aws|cloudfront|elasticbeanstalk|amplifyapp/i.test(text)) return text;
  return text.replaceAll(hostNames, (host: string) => {
    const zone = zoneOf(host);
    return zone === undefined ? host : change(host, zone);
  });
}

/** Undefined for a host that is everybody's, a bucket's, or one that is an address or an account id with a zone behind it. */
function zoneOf(host: string): string | undefined {
  const [, suffix = ""] = domain.exec(host) ?? [];
  const labels = host.slice(0, host.length - suffix.length - 1).split(".");
  if (labels.some((label) => /^s3(?:$|-)/i.test(label))) return undefined;
  const theirs = labels.findLastIndex((label) => !region.test(label) && !services.test(label)) + 1;
  const own = labels.slice(0, theirs);
  const zone = labels.slice(theirs);
  const [first = ""] = own;
  if (first === "" || region.test(first)) return undefined;
  if (/^(?:\d{12}|(?:ip|ec2)-\d+-\d+-\d+-\d+)$/.test(own.join("."))) return undefined;
  const named = zone.some((label) => services.test(label));
  if (shared.test(suffix)) {
    // A service's principal or its public endpoint.
    if (!labels.some((label) => region.test(label))) return undefined;
    if (own.length === 1 && (!named || ofServices.test(first))) return undefined;
  }
  return [...zone, suffix].join(".");
}
