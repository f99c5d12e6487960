import { describe, expect, it } from "vitest";
import type { Resource } from "../core/facts.ts";
import type { JsonObject } from "../core/json/json.ts";
import type { Mention, Question } from "../core/question.ts";
import { recorded } from "../testing/recorded.ts";
import { factsOf } from "./fact-base.ts";
import { listReader, text } from "./reader.ts";
import { locateSubjects } from "./locate-subjects.ts";

/** Facts made of one listing each: the item's `Type` says what it is. */
function factsWith(items: readonly (JsonObject & { Type: string; Id: string })[]) {
  const reader = listReader("test", "List", "Items/*", (item) => ({
    type: text(item, "Type"),
    id: text(item, "Id"),
    name: text(item, "Name"),
    arn: text(item, "Arn"),
  }));
  return factsOf(
    recorded([{ service: "test", operation: "List", response: { Items: items } }]),
    [reader],
    "123456789012",
  );
}

const question = (...mentions: readonly Mention[]): Question => ({
  text: "?",
  mentions: [...mentions],
  ports: [],
  actions: [],
  services: [],
  window: { from: "2026-01-01T00:00:00Z", to: "2026-01-01T03:00:00Z" },
});
const name = (called: string, more: Partial<Mention> = {}): Mention => ({
  text: called,
  kind: "name",
  ...more,
});
const shown = ({ ref }: { ref: Pick<Resource, "type" | "id"> }) => `${ref.type.split("::").at(-1)} ${ref.id}`;

const instance = "AWS::EC2::Instance";
const lambda = "AWS::Lambda::Function";
const role = "AWS::IAM::Role";

const account = factsWith([
  { Type: instance, Id: "i-1", Name: "web-1", PrivateIpAddress: "10.0.0.5" },
  { Type: instance, Id: "i-2", Name: "fleet" },
  { Type: instance, Id: "i-3", Name: "fleet" },
  { Type: instance, Id: "i-4", Name: "jenkins" },
  { Type: "AWS::EC2::SecurityGroup", Id: "sg-1", Name: "web-1" },
  { Type: "AWS::EC2::SecurityGroup", Id: "sg-2", Name: "only-group" },
  { Type: "AWS::EC2::SecurityGroup", Id: "sg-3", Name: "plain" },
  { Type: lambda, Id: "pay-out", Arn: "arn:aws:lambda:us-east-1:123456789012:function:pay-out" },
  { Type: role, Id: "pay-out" },
  {
    Type: "AWS::RDS::DBInstance",
    Id: "crm",
    Endpoint: { Address: "crm.abc.us-east-1.rds.amazonaws.com", Port: 5432 },
  },
  {
    Type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    Id: "arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/front/1",
    Name: "front",
    DNSName: "front-1.elb.amazonaws.com",
  },
  { Type: "AWS::S3::Bucket", Id: "files-77" },
  { Type: "AWS::ECS::Service", Id: "orders" },
  { Type: "AWS::SQS::Queue", Id: "Mail_Out" },
  { Type: "AWS::RDS::Parameter", Id: "max_connections" },
  { Type: "AWS::KMS::Alias", Id: "alias/app", TargetKeyId: "key-1" },
  { Type: "AWS::KMS::Key", Id: "key-1" },
  { Type: "AWS::Route53::RecordSet", Id: "www.example.com. A", Name: "www.example.com." },
  { Type: "AWS::Logs::LogGroup", Id: "/svc/auth" },
]);

const find = (mention: Mention, prefer: readonly string[] = []) =>
  locateSubjects(question(mention), account, prefer);

describe("what a name means", () => {
  const cases: readonly (readonly [what: string, mention: Mention, found: readonly string[]])[] = [
    ["a Name tag before a group of the same name", name("web-1"), ["Instance i-1"]],
    [
      "the group where the words say so",
      name("web-1", { types: ["AWS::EC2::SecurityGroup"] }),
      ["SecurityGroup sg-1"],
    ],
    ["a group that shares its name with nothing", name("only-group"), ["SecurityGroup sg-2"]],
    ["an id", { text: "i-4", kind: "id" }, ["Instance i-4"]],
    [
      "an ARN",
      { text: "arn:aws:lambda:us-east-1:123456789012:function:pay-out", kind: "arn" },
      ["Function pay-out"],
    ],
    ["the function before its role", name("pay-out"), ["Function pay-out"]],
    ["the role where the words say so", name("pay-out", { types: [role] }), ["Role pay-out"]],
    ["all instances that share a name", name("fleet"), ["Instance i-2", "Instance i-3"]],
    ["another spelling", name("mail-out"), ["Queue Mail_Out"]],
    ["a name that goes on", name("web"), ["Instance i-1"]],
    ["a bucket", { text: "files-77", kind: "bucket" }, ["Bucket files-77"]],
    ["the bucket before a key", { text: "files-77/data", kind: "path" }, ["Bucket files-77"]],
    ["a log group's path", { text: "/svc/auth", kind: "path" }, ["LogGroup /svc/auth"]],
    ["the key behind an alias", { text: "alias/app", kind: "path" }, ["Key key-1"]],
    [
      "a load balancer by its host name",
      { text: "front-1.elb.amazonaws.com", kind: "host" },
      ["LoadBalancer arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/front/1"],
    ],
    [
      "a database by its endpoint",
      { text: "crm.abc.us-east-1.rds.amazonaws.com", kind: "host" },
      ["DBInstance crm"],
    ],
    [
      "a record by its name",
      { text: "https://www.example.com/x", kind: "url" },
      ["RecordSet www.example.com. A"],
    ],
    ["an instance by its address", { text: "10.0.0.5", kind: "address" }, ["Instance i-1"]],
    ["an address of nothing here", { text: "192.0.2.1", kind: "address" }, ["Address 192.0.2.1"]],
    ["a host elsewhere", { text: "api.example.org", kind: "host" }, ["Host api.example.org"]],
    ["the internet", { text: "internet", kind: "host", type: "Internet" }, ["Internet internet"]],
    ["a plain word that is an instance", name("jenkins", { weak: true }), ["Instance i-4"]],
    ["no plain word that only a group is called by", name("plain", { weak: true }), []],
    [
      "a plain word beside its type",
      name("orders", { weak: true, types: ["AWS::ECS::Service"] }),
      ["Service orders"],
    ],
    [
      "nothing of another type for a plain word beside a type",
      name("orders", { weak: true, types: [lambda] }),
      [],
    ],
    ["no setting", name("max_connections"), []],
    ["no error or action", { text: "AccessDenied", kind: "error" }, []],
  ];
  it.each(cases)("%s", (_what, mention, found) => {
    expect(find(mention).subjects.map(shown)).toEqual(found);
  });

  it("prefers what the trouble is usually about", () => {
    expect(find(name("pay-out"), [role]).subjects.map(shown)).toEqual(["Role pay-out"]);
  });

  it("tells names that nothing has, but not plain words", () => {
    const { missing } = locateSubjects(question(name("ghost-7"), name("ghost", { weak: true })), account);
    expect(missing.map(({ text }) => text)).toEqual(["ghost-7"]);
  });

  it("keeps what is only compared apart, unless it is all there is", () => {
    const compared = name("jenkins", { role: "compared" });
    expect(locateSubjects(question(name("web-1", { role: "target" }), compared), account)).toMatchObject({
      subjects: [{ role: "target" }],
      compared: [{ text: "jenkins" }],
    });
    expect(locateSubjects(question(compared), account).subjects.map(shown)).toEqual(["Instance i-4"]);
  });
});
