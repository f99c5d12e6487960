import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Aliases } from "./aliases.ts";

const account = "123456789012";

describe("aliases", () => {
  it.each([
    ["a known account, wherever it stands", `in ${account}, (${account}) x${account}`],
    ["an account as the console writes it", "account 1234-5678-9012 is theirs"],
    ["any account in an ARN", "arn:aws:iam::210987654321:role/x"],
    ["an ARN that is percent-encoded", "/aws?arn=arn%3Aaws%3Aiam%3A%3A210987654321%3Arole%2Fx"],
    ["an ARN of another partition", "arn:aws-us-gov:sns:us-gov-west-1:210987654321:alerts"],
    ["an account behind its name", '{"OwnerId":"210987654321"} RequesterId: 210987654321'],
    ["an account in JSON within JSON", '{"Policy":"{\\"AWS\\":\\"210987654321\\"}"}'],
    ["a list of accounts", '{"AWS":["210987654321","210987654321"]}'],
    [
      "an account in a registry and in a queue's address",
      "210987654321.dkr.ecr.eu-west-1.amazonaws.com/app:1 https://sqs.eu-west-1.amazonaws.com/210987654321/jobs",
    ],
    ["an account in the name of a bucket", "s3://cdk-assets-210987654321-eu-west-1/x"],
    ["IPv4 addresses", "10.0.3.7 10.0.3.70/32, 10.0.3.0/24 10.0.3.71:443"],
    [
      "IPv4 addresses in host names",
      "ip-10-0-3-72.eu-west-1.compute.internal ec2-54-0-3-7.compute-1.amazonaws.com",
    ],
    ["an IPv4 address in the name of a host alone", "from ip-10-0-3-73 to shop"],
    [
      "IPv6 addresses",
      "2600:1f18:11::7 2600:1f18:12::/56 [2600:1f18:13:0:0:0:0:7]:443 src:2600:1f18:14::7: refused",
    ],
    ["an IPv4 address within an IPv6 one", "::ffff:10.0.3.74"],
    [
      "a database",
      "shop.c9akciq32xyz.eu-west-1.rds.amazonaws.com:5432 shop.cluster-c9akciq32xyz.eu-west-1.rds.amazonaws.com",
    ],
    [
      "load balancers",
      "shop-1234567890.eu-west-1.elb.amazonaws.com internal-a-c9akciq32xyz.elb.eu-west-1.amazonaws.com",
    ],
    ["caches", "shop.c9akciq32xyz.0001.euw1.cache.amazonaws.com *.c9akciq32xyz.euw1.cache.amazonaws.com"],
    [
      "other endpoints of one's own",
      "https://c9akciq32xyz.execute-api.eu-west-1.amazonaws.com/prod C9AKCIQ32XYZ.gr7.eu-west-1.eks.amazonaws.com dc9akciq32xyz.cloudfront.net c9akciq32xyz.lambda-url.eu-west-1.on.aws search-c9akciq32xyz.eu-west-1.es.amazonaws.com vpce-0c9akciq32xyz-1.ec2.eu-west-1.vpce.amazonaws.com fs-c9akciq32xyz.efs.eu-west-1.amazonaws.com c9akciq32xyz.new-service.eu-west-1.amazonaws.com",
    ],
    ["an account cut off", "the role arn:aws:iam::12345678… and more"],
  ])("hides %s, and puts it back", (what, text) => {
    const aliases = new Aliases([account]);
    const hidden = aliases.hide(text);
    expect(hidden).not.toMatch(
      /123456789012|12345678|1234-5678|210987654321|10[.-]0[.-]3|54-0-3-7|2600:1f18|c9akciq32xyz|1234567890/i,
    );
    if (what !== "an account cut off") expect(aliases.show(hidden)).toBe(text);
    // What leaves twice is not hidden twice.
    expect(aliases.hide(hidden)).toBe(hidden);
  });

  it.each([
    "0.0.0.0/0 and ::/0",
    "127.0.0.1 ::1 169.254.169.254 255.255.255.0",
    "order 555555555555, v1.2.3, 10:20:30, 02:ab:cd:ef:01:23",
    '{"bytes": 555555555555}',
    "AWS::EC2::VPC AWS::EC2 std::add arn:aws:s3:::cafe arn:aws:iam::aws:policy/ReadOnlyAccess",
    "ec2.eu-west-1.amazonaws.com lambda.amazonaws.com delivery.logs.amazonaws.com api.ecr.eu-west-1.amazonaws.com",
    "s3.dualstack.eu-west-1.amazonaws.com shop-images.s3.eu-west-1.amazonaws.com com.amazonaws.eu-west-1.s3",
    'backup-202611211300 "202611211300" vpc-123456789013abcde i-0123456789abcdef0 2026-11-21T10:00:00Z',
  ])("leaves what is nobody's: %s", (text) => expect(new Aliases([account]).hide(text)).toBe(text));

  it("keeps a host's region and service, and an address in whatever form the same", () => {
    const aliases = new Aliases([account]);
    expect(aliases.hide("shop.c9akciq32xyz.eu-west-1.rds.amazonaws.com")).toBe(
      "host-alias-1.eu-west-1.rds.amazonaws.com",
    );
    expect(aliases.hide("ip-10-0-3-7 10.0.3.7")).toBe("ip-198-18-0-1 198.18.0.1");
    expect(aliases.show("host-alias-1 refuses 198.18.0.1, host-alias-9 too")).toBe(
      "shop.c9akciq32xyz.eu-west-1.rds.amazonaws.com refuses 10.0.3.7, host-alias-9 too",
    );
    expect(aliases.show("https://host-alias-1.eu-west-1.rds.amazonaws.com./x")).toBe(
      "https://shop.c9akciq32xyz.eu-west-1.rds.amazonaws.com./x",
    );
  });

  it("hides an account everywhere once it was seen as one", () => {
    const aliases = new Aliases([]);
    aliases.hide("arn:aws:iam::210987654321:role/x");
    expect(aliases.hide("said 210987654321")).toBe("said 900000000001");
  });

  it("goes on with what stood for what before", () => {
    const first = new Aliases([account]);
    const told = `${account} at 10.0.3.7`;
    const hidden = first.hide(told);
    const again = new Aliases([], first.known());
    expect(again.hide("10.9.9.9")).not.toBe(first.hide("10.0.3.7"));
    expect(again.hide(told)).toBe(hidden);
    expect(again.show(hidden)).toBe(told);
  });

  it("never lets a stand-in be one that stands in the text itself", () => {
    const aliases = new Aliases([account]);
    const text = `${account} 900000000001 10.0.3.7 198.18.0.1 198.18.0.2`;
    expect(aliases.show(aliases.hide(text))).toBe(text);
  });

  it("puts any text back as it was", () => {
    const part = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.ipV4().map((address) => `ip-${address.replaceAll(".", "-")}`),
      fc.stringMatching(/^[0-9]{12}$/),
      fc.stringMatching(/^[0-9]{12}$/).map((id) => `arn:aws:iam::${id}:role/x`),
      fc.stringMatching(/^[a-z]{1,8}\.[a-z0-9]{6}$/).map((name) => `${name}.us-east-1.rds.amazonaws.com`),
      fc.stringMatching(/^[a-z0-9 :/,.-]{1,12}$/),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), fc.constantFrom(" ", '"', ", ", "\n"), (parts, mark) => {
        const text = parts.join(mark);
        const aliases = new Aliases([account]);
        expect(aliases.show(aliases.hide(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it("takes no long time over a text that is made for it", () => {
    const started = performance.now();
    for (const text of [
      "a.".repeat(50_000),
      ":".repeat(100_000),
      "1-".repeat(50_000),
      "123456789012".repeat(8000),
      `${"a-".repeat(50_000)}.amazonaws.com`,
      "account ".repeat(12_000),
    ])
      new Aliases([account]).hide(text);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
