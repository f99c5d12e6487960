import { partitionOf } from "../needs/bind-arn.ts";
import type { Shape } from "../service-models.ts";

export interface TextNeeds {
  readonly service: string;
  /** As it stands in ARNs: `elasticloadbalancing`. */
  readonly arnService: string;
  readonly account: string;
  readonly region: string;
  /** ISO. */
  readonly now: string;
  /** What the text belongs to: `LoadBalancer`. */
  readonly thing: string;
  /** The ARN that the request names or its parameters bind. */
  readonly arn?: string;
  /** 0 for the first thing of its kind. */
  readonly serial: number;
}

const ec2Prefixes: { readonly [noun: string]: string } = {
  instance: "i",
  image: "ami",
  volume: "vol",
  snapshot: "snap",
  vpc: "vpc",
  subnet: "subnet",
  group: "sg",
  securitygroup: "sg",
  networkinterface: "eni",
  routetable: "rtb",
  networkacl: "acl",
  internetgateway: "igw",
  egressonlyinternetgateway: "eigw",
  natgateway: "nat",
  vpcpeeringconnection: "pcx",
  transitgateway: "tgw",
  transitgatewayattachment: "tgw-attach",
  transitgatewayroutetable: "tgw-rtb",
  vpcendpoint: "vpce",
  vpngateway: "vgw",
  prefixlist: "pl",
  allocation: "eipalloc",
  association: "eipassoc",
  attachment: "eni-attach",
  dhcpoptions: "dopt",
  reservation: "r",
  launchtemplate: "lt",
  flowlog: "fl",
  filesystem: "fs",
  mounttarget: "fsmt",
  accesspoint: "fsap",
  securitygrouprule: "sgr",
};
const documents: { readonly [name: string]: string } = {
  definition: '{"StartAt":"Only","States":{"Only":{"Type":"Pass","End":true}}}',
  eventpattern: '{"source":["aws.ec2"]}',
  filterpolicy: '{"kind":["example"]}',
  templatebody: '{"Resources":{}}',
  input: "{}",
  output: "{}",
  containerdefinitions: "[]",
  effectivedeliverypolicy: "{}",
  deliverypolicy: "{}",
};

/** A text that such a member might hold, by its name; it keeps to `min`, `max` and, where one of several tries does, to `pattern`. Always the same for the same needs. */
export function plausibleText(name: string, shape: Shape, needs: TextNeeds): string {
  const first = byName(name, needs);
  const more = needs.serial === 0 ? "" : `-${needs.serial + 1}`;
  const tries = [
    first,
    `example${more}`,
    `example${needs.serial + 1}`,
    "Example",
    "1",
    "12",
    "0123456789ab",
    needs.account,
    uuid(needs.serial),
    hex(needs.serial, 32),
    "a",
    "A1",
    arnOf("example", needs),
    `https://example.com/${needs.serial}`,
    "example@example.com",
    needs.now,
  ];
  const matches = patternOf(shape.pattern);
  const fitting = tries.map((text) => fitted(text, shape)).find((text) => matches(text));
  return fitting ?? fitted(first, shape);
}

function fitted(text: string, { min = 0, max }: Shape): string {
  const long = text.padEnd(Math.min(min, 4096), "x");
  return max === undefined || max <= 0 ? long : long.slice(0, max);
}

/** Patterns are Java's and are meant for the whole text; one that JavaScript does not know binds nothing. */
function patternOf(pattern: string | undefined): (text: string) => boolean {
  if (pattern === undefined || pattern.length > 400) return () => true;
  try {
    const expression = new RegExp(`^(?:${pattern})$`, "su");
    return (text) => expression.test(text);
  } catch {
    return () => true;
  }
}

function byName(name: string, needs: TextNeeds): string {
  const lower = name.toLowerCase();
  const more = needs.serial === 0 ? "" : `-${needs.serial + 1}`;
  if (/arn$/.test(lower) || (/^resource$/.test(lower) && needs.service === "iam")) return arnOf(name, needs);
  if (/queueurl$/.test(lower))
    return `https://sqs.${needs.region}.amazonaws.com/${needs.account}/example${more}`;
  if (/(?:url|uri)$/.test(lower)) return `https://example.com/example${more}`;
  if (/^(?:owner(?:id|account|accountid)?|.*account(?:id|number)?|registryid)$/.test(lower))
    return needs.account;
  if (/region(?:name|id)?$/.test(lower)) return needs.region;
  if (/availabilityzone(?:id)?s?$|^zonename$/.test(lower)) return `${needs.region}a`;
  if (/cloudtrailevent$/.test(lower))
    return JSON.stringify({
      eventVersion: "1.08",
      eventTime: needs.now,
      awsRegion: needs.region,
      userIdentity: { type: "IAMUser", userName: "example" },
      eventName: "Example",
    });
  if (/(?:^|redrive)policy$|policydocument$|policytext$/.test(lower)) return policyText(lower, needs);
  const document = Object.entries(documents).find(([key]) => lower === key)?.[1];
  if (document !== undefined) return document;
  return byEnding(lower, needs, more);
}

function byEnding(lower: string, needs: TextNeeds, more: string): string {
  if (/cidr/.test(lower)) return /ipv6/.test(lower) ? "2001:db8::/56" : `10.${needs.serial}.0.0/16`;
  if (/ipv6/.test(lower)) return "2001:db8::1";
  if (/ip(?:v4)?(?:address(?:es)?|s)?$|^address$/.test(lower))
    return /public/.test(lower) ? `203.0.113.${10 + needs.serial}` : `10.0.0.${10 + needs.serial}`;
  if (/macaddress/.test(lower)) return "02:00:00:00:00:01";
  if (/(?:dns|domain|host)name$|^endpoint$|hostname|^fqdn/.test(lower))
    return `example${more}.${needs.region}.example.com`;
  if (/(?:date|time|timestamp|at|since|until)$/.test(lower) && !/format|state|repeat|at$/.test(lower))
    return needs.now;
  if (/(?:status|state)$/.test(lower)) return "available";
  if (
    /^(?:approximate|number|.*(?:count|seconds|period|timeout|size|subscriptions\w+|percent|days|minutes|quota|limit|retention))/.test(
      lower,
    ) &&
    !/id$/.test(lower)
  )
    return "30";
  if (/version(?:id|number)?$/.test(lower)) return "1";
  if (/^(?:fifo|is|has|enable|contentbased|raw|pending|confirmation|sqsmanaged)\w+/.test(lower))
    return "false";
  if (/email/.test(lower)) return "example@example.com";
  const prefix = ec2Prefixes[lower.replace(/id$/, "")];
  if (prefix !== undefined && lower.endsWith("id")) return `${prefix}-${hex(needs.serial, 17)}`;
  if (
    /^(?:key|request|event|execution|deployment|assessment|lock|query|distribution|hostedzone)id$/.test(lower)
  )
    return uuid(needs.serial);
  return `example${more}`;
}

/** In the mandate's account and region; IAM and S3 have neither region nor, for S3, account in their ARNs. */
function arnOf(name: string, needs: TextNeeds): string {
  const noun = name.replace(/arn$/i, "").toLowerCase() || needs.thing.toLowerCase();
  if (needs.arn !== undefined && (noun === "" || noun === needs.thing.toLowerCase() || /^arn$/i.test(name)))
    return needs.arn;
  const own = `example${needs.serial === 0 ? "" : `-${needs.serial + 1}`}`;
  const partition = partitionOf(needs.region);
  const regional = (service: string, rest: string) =>
    `arn:${partition}:${service}:${needs.region}:${needs.account}:${rest}`;
  if (/role$/.test(noun)) return `arn:${partition}:iam::${needs.account}:role/${own}`;
  if (/user$|^caller$/.test(noun)) return `arn:${partition}:iam::${needs.account}:user/${own}`;
  if (/^policy$|permissionsboundary/.test(noun) && needs.service === "iam")
    return `arn:${partition}:iam::${needs.account}:policy/${own}`;
  if (/instanceprofile/.test(noun)) return `arn:${partition}:iam::${needs.account}:instance-profile/${own}`;
  if (/bucket$/.test(noun)) return `arn:${partition}:s3:::${own}`;
  if (/queue$|deadlettertarget/.test(noun)) return regional("sqs", own);
  if (/topic$|notification$/.test(noun)) return regional("sns", own);
  if (/function$|lambda/.test(noun)) return regional("lambda", `function:${own}`);
  if (/key$/.test(noun)) return regional("kms", `key/${uuid(needs.serial)}`);
  if (/certificate$/.test(noun)) return regional("acm", `certificate/${uuid(needs.serial)}`);
  if (/loadbalancer$/.test(noun))
    return regional("elasticloadbalancing", `loadbalancer/app/${own}/${hex(needs.serial, 16)}`);
  if (/targetgroup$/.test(noun))
    return regional("elasticloadbalancing", `targetgroup/${own}/${hex(needs.serial, 16)}`);
  if (/loggroup$/.test(noun)) return regional("logs", `log-group:${own}`);
  if (needs.arnService === "iam") return `arn:${partition}:iam::${needs.account}:${noun || "role"}/${own}`;
  if (needs.arnService === "s3") return `arn:${partition}:s3:::${own}`;
  if (needs.arnService === "sns" || needs.arnService === "sqs") return regional(needs.arnService, own);
  return regional(needs.arnService, `${noun || "resource"}/${own}`);
}

function policyText(lower: string, needs: TextNeeds): string {
  if (lower === "redrivepolicy")
    return JSON.stringify({
      deadLetterTargetArn: `arn:${partitionOf(needs.region)}:sqs:${needs.region}:${needs.account}:example-dead`,
      maxReceiveCount: 3,
    });
  const statement = {
    Sid: "Example",
    Effect: "Allow",
    ...(/assume|trust/.test(lower)
      ? { Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }
      : {
          Principal: { AWS: `arn:${partitionOf(needs.region)}:iam::${needs.account}:root` },
          Action: `${needs.arnService}:*`,
          Resource: "*",
        }),
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** Digits only where the last one counts, so that things of one kind differ and stay recognisable. */
function hex(serial: number, length: number): string {
  return `${"0123456789abcdef0123456789abcdef".slice(0, length - 4)}${(serial + 1).toString(16).padStart(4, "0")}`;
}

function uuid(serial: number): string {
  return `01234567-89ab-cdef-0123-${(serial + 1).toString(16).padStart(12, "0")}`;
}
