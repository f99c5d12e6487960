import type { Finding } from "../../src/core/finding.ts";
import { n } from "./account.ts";
import { alarm, group, sgDb, sgWeb, vpc, web1, web2 } from "./recorded-calls.ts";
import { claimOf, type Told } from "./tell.ts";

const instance = "AWS::EC2::Instance";
const sg = "AWS::EC2::SecurityGroup";
const fn = "AWS::Lambda::Function";
const db = "AWS::RDS::DBInstance";
const queue = "AWS::SQS::Queue";
const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/91fdfa4f-0d18-4b95-a68c-84770b95017c";
const at = (index: number, rest: string) => `/Reservations/0/Instances/${index}${rest}`;
const cause = (name: string, told: Told) =>
  [name, claimOf(told), { standing: "supported", severity: "high" }] as const;
const fact = (name: string, told: Told) =>
  [name, claimOf({ severity: "info", ...told }), { standing: "supported", severity: "info" }] as const;
const guess = (name: string, told: Told) =>
  [name, claimOf(told), { standing: "hypothesis", severity: "info" }] as const;

/** Claims that are true and well cited, with what they deserve. */
export const honest: readonly (readonly [
  string,
  ReturnType<typeof claimOf>,
  Pick<Finding, "standing" | "severity">,
])[] = [
  cause("a state, at its own place", {
    on: [instance, web2],
    title: `web-2 (${web2}) is stopped`,
    observed: "stopped",
    expected: "running",
    cite: [[n("instances"), at(1, "/State/Name")]],
  }),
  cause("the same, by its name", {
    on: [instance, "web-2"],
    title: "web-2 is stopped",
    observed: "stopped",
    expected: "running",
    cite: [[n("instances"), at(1, "/State/Name")]],
  }),
  cause("the same, of its item", {
    on: [instance, web2],
    title: "web-2 is stopped",
    property: "State.Name",
    observed: "stopped",
    cite: [[n("instances"), at(1, "")]],
  }),
  cause("the same, as an object", {
    on: [instance, web2],
    title: "web-2 is stopped",
    observed: '{"State": {"Name": "stopped"}}',
    cite: [[n("instances"), at(1, "")]],
  }),
  cause("the same, by a query that picks it out", {
    on: [instance, web2],
    title: "web-2 is stopped",
    observed: "stopped",
    cite: [[n("instances"), "/Reservations/0/Instances", `[?InstanceId=='${web2}'].State.Name`]],
  }),
  cause("the same, of a list of which it is one", {
    on: [instance, web2],
    title: "web-2 is stopped",
    observed: "stopped",
    cite: [[n("instances"), "/Reservations"]],
  }),
  cause("what is no more as it should be", {
    on: [instance, web2],
    title: "web-2 is not running: stopped",
    observed: "stopped",
    expected: "running",
    cite: [[n("instances"), at(1, "/State/Name")]],
  }),
  cause("an instance of another region", {
    on: [instance, "i-0ffffffffffffff01"],
    title: "web-1 in eu-west-1 is stopped",
    observed: "stopped",
    cite: [[n("elsewhere"), "/Reservations/0/Instances/0/State/Name"]],
  }),
  cause("why, with two citations", {
    on: [instance, web2],
    title: "web-2 is stopped: User initiated (2026-11-19 08:00:00 GMT)",
    property: "StateTransitionReason",
    observed: "User initiated (2026-11-19 08:00:00 GMT)",
    cite: [
      [n("instances"), at(1, "/StateTransitionReason")],
      [n("trail"), "/Events/0/EventName"],
    ],
  }),
  cause("a timeout", {
    on: [fn, "orders"],
    property: "Timeout",
    observed: "3",
    title: "orders has a Timeout of 3 s",
    expected: "30",
    cite: [[n("functions"), "/Functions/0/Timeout"]],
  }),
  cause("a timeout, of the function by its ARN", {
    on: [fn, "arn:aws:lambda:us-east-1:123456789012:function:orders"],
    property: "Timeout",
    observed: "3",
    title: "orders has a Timeout of 3 s",
    cite: [[n("functions"), "/Functions/0"]],
  }),
  cause("an attribute that is a text", {
    on: [queue, "orders"],
    property: "VisibilityTimeout",
    observed: "30",
    title: "The VisibilityTimeout of orders is 30 s",
    expected: "180",
    cite: [[n("queue"), "/Attributes/VisibilityTimeout"]],
  }),
  cause("a setting that is off", {
    on: [db, "shop-db"],
    property: "MultiAZ",
    observed: "false",
    title: "shop-db has no standby",
    expected: "true",
    cite: [[n("databases"), "/DBInstances/0/MultiAZ"]],
  }),
  cause("a number", {
    on: [db, "shop-db"],
    property: "BackupRetentionPeriod",
    observed: "0",
    title: "shop-db keeps no backups",
    expected: "7",
    cite: [[n("databases"), "/DBInstances/0/BackupRetentionPeriod"]],
  }),
  cause("a line of a log", {
    on: [fn, "orders"],
    property: "message",
    observed: "Task timed out after 3.00 seconds",
    title: "orders: Task timed out after 3.00 seconds",
    cite: [[n("logs"), "/events/0/message"]],
  }),
  cause("a part of a line of a log", {
    on: [fn, "orders"],
    property: "message",
    observed: "timed out",
    title: "orders timed out",
    cite: [[n("logs"), "/events/0/message"]],
  }),
  cause("a metric's value", {
    on: [fn, "orders"],
    property: "Errors",
    observed: "57",
    title: "orders has 57 Errors",
    cite: [[n("metrics"), "/MetricDataResults/0/Values/1"]],
  }),
  cause("a target's health", {
    on: ["AWS::ElasticLoadBalancingV2::TargetGroup", group],
    property: "TargetHealth",
    observed: "unused",
    title: `${web2} is unused in shop-tg`,
    cite: [[n("health"), "/TargetHealthDescriptions/1/TargetHealth/State"]],
  }),
  cause("a health check's port", {
    on: ["AWS::ElasticLoadBalancingV2::TargetGroup", "shop-tg"],
    property: "HealthCheckPort",
    observed: "8080",
    title: "shop-tg checks port 8080, and the targets listen on 80",
    expected: "80",
    cite: [[n("targetGroups"), "/TargetGroups/0/HealthCheckPort"]],
  }),
  cause("a rule that denies", {
    on: ["AWS::EC2::NetworkAcl", "acl-0bbbbbbbbbbbbbb01"],
    property: "PortRange",
    observed: '{"RuleAction": "deny", "From": 5432}',
    title: "acl-0bbbbbbbbbbbbbb01 denies 5432",
    cite: [[n("acls"), "/NetworkAcls/0/Entries/0"]],
  }),
  cause("a statement that denies", {
    on: ["AWS::IAM::RolePolicy", "billing-role/inline"],
    property: "Action",
    observed: "kms:Decrypt",
    title: "The policy inline of billing-role denies kms:Decrypt",
    cite: [[n("policy"), "/PolicyDocument/Statement/1/Action/0"]],
  }),
  cause("no rule", {
    on: [sg, sgDb],
    property: "IpPermissions",
    observed: "[]",
    title: `${sgDb} admits nothing`,
    expected: "a rule for 5432",
    cite: [[n("groups"), "/SecurityGroups/1/IpPermissions"]],
  }),
  cause("no rule, in words", {
    on: [sg, sgDb],
    property: "IpPermissions",
    observed: "none",
    title: "db has no rule",
    cite: [[n("groups"), "/SecurityGroups/1/IpPermissions"]],
  }),
  cause("a thing that does not exist", {
    on: ["AWS::DynamoDB::Table", "baskets"],
    property: "TableNames",
    observed: "none",
    title: "There is no table baskets",
    cite: [[n("tables"), "/TableNames", "[?@=='baskets']"]],
  }),
  cause("a queue that does not exist", {
    on: [queue, "refunds"],
    property: "QueueUrls",
    observed: "none",
    title: "There is no queue refunds",
    cite: [[n("queues"), "/QueueUrls", "[?ends_with(@, '/refunds')]"]],
  }),
  cause("no gateway in a network, of a list of that network's", {
    on: ["AWS::EC2::VPC", vpc],
    property: "NatGateways",
    observed: "[]",
    title: `${vpc} has no NAT gateway`,
    cite: [[n("noGateways"), "/NatGateways"]],
  }),
  cause("a member that others have and this has not", {
    on: [fn, "orders"],
    property: "DeadLetterConfig",
    observed: "none",
    title: "orders has no DeadLetterConfig",
    cite: [[n("functions"), "/Functions/0", "DeadLetterConfig"]],
  }),
  cause("a thing of a service that no reader knows", {
    on: ["AWS::Pipes::Pipe", "intake"],
    property: "CurrentState",
    observed: "STOPPED",
    title: "The pipe intake is STOPPED",
    expected: "RUNNING",
    cite: [[n("pipes"), "/Pipes/0/CurrentState"]],
  }),
  cause("the same, by what was asked for", {
    on: ["AWS::Pipes::Pipe", "intake"],
    property: "StateReason",
    observed: "Paused by a user",
    title: "The pipe intake is STOPPED: Paused by a user",
    cite: [[n("pipe"), "/StateReason"]],
  }),
  cause("one of two functions of a name, said by its region", {
    on: [fn, "billing"],
    property: "Timeout",
    observed: "60",
    title: "billing in eu-west-1 has a Timeout of 60 s",
    cite: [[n("functionsElsewhere"), "/Functions/0/Timeout"]],
  }),
  cause("what AWS says is not there", {
    on: ["AWS::S3::Bucket", "shop-logs"],
    property: "Policy",
    observed: "null",
    title: "shop-logs has no bucket policy",
    cite: [[n("noPolicy"), ""]],
  }),
  cause("the same, by its code", {
    on: ["AWS::S3::Bucket", "shop-logs"],
    property: "Policy",
    observed: "NoSuchBucketPolicy",
    title: "shop-logs has no bucket policy: NoSuchBucketPolicy",
    cite: [[n("noPolicy"), ""]],
  }),
  cause("what an alarm watches", {
    on: ["AWS::CloudWatch::Alarm", alarm],
    property: "MetricName",
    observed: "ConsumedReadCapacityUnits",
    expected: "ConsumedWriteCapacityUnits",
    title: "The scale-out alarm of policy carts-w watches ConsumedReadCapacityUnits",
    explanation: `The alarm ${alarm} belongs to the policy carts-w, which scales the write capacity, but its MetricName is ConsumedReadCapacityUnits.`,
    cite: [[n("alarms"), "/MetricAlarms/0/MetricName"]],
  }),
  cause("the same, of the table that it measures", {
    on: ["AWS::DynamoDB::Table", "carts"],
    property: "MetricName",
    observed: "ConsumedReadCapacityUnits",
    title: "The alarm of carts watches ConsumedReadCapacityUnits",
    cite: [[n("alarms"), "/MetricAlarms/0"]],
  }),
  cause("a user that is on no page of a list", {
    on: ["AWS::IAM::User", "nobody-bot"],
    property: "Users",
    observed: "none",
    title: "There is no user nobody-bot",
    cite: [[n("users"), "/Users", "[?UserName=='nobody-bot']"]],
  }),
  cause("why, with another thing that is cited too", {
    on: [fn, "orders"],
    property: "message",
    observed: "Task timed out after 3.00 seconds",
    title: "orders: Task timed out after 3.00 seconds",
    explanation: "orders timed out while web-2 is stopped.",
    cite: [
      [n("logs"), "/events/0/message"],
      [n("instances"), at(1, "/State/Name")],
    ],
  }),
  fact("a certificate's end", {
    on: ["AWS::CertificateManager::Certificate", certificate],
    property: "NotAfter",
    observed: "2026-11-24T11:20:17Z",
    expected: "imported anew before it expires",
    title: "Certificate old.acme.test expires at 2026-11-24T11:20:17Z",
    explanation:
      "Certificate old.acme.test has NotAfter 2026-11-24T11:20:17Z and is Type IMPORTED, so it does not renew by itself.",
    cite: [[n("certificate"), "/Certificate/NotAfter"]],
  }),
  fact("who did it", {
    on: [instance, web2],
    property: "Username",
    observed: "ops",
    title: `ops stopped ${web2} at 2026-11-19T08:00`,
    cite: [[n("trail"), "/Events/0/Username"]],
  }),
  fact("a tag as a tag", {
    on: [instance, web1],
    property: "Tags.env",
    observed: "prod",
    expected: "prod",
    title: "web-1 has the tag env: prod",
    cite: [[n("instances"), at(0, "/Tags/1/Value")]],
  }),
  fact("how many there are", {
    on: [sg, sgWeb],
    property: "IpPermissions",
    observed: "3",
    title: `${sgWeb} has 3 rules`,
    cite: [[n("groups"), "/SecurityGroups/0/IpPermissions", "length(@)"]],
  }),
  fact("that it is there", {
    on: [queue, "orders-dlq"],
    property: "QueueUrls",
    observed: "orders-dlq",
    title: "There is a queue orders-dlq",
    cite: [[n("queues"), "/QueueUrls/1"]],
  }),
  fact("a cause that is as it is expected", {
    on: [instance, web2],
    severity: "critical",
    title: "web-2 is stopped",
    observed: "stopped",
    expected: "stopped",
    cite: [[n("instances"), at(1, "/State/Name")]],
  }),
  fact("that a read was refused", {
    on: ["AWS::IAM::Role", "orders-role"],
    property: "Error",
    observed: "AccessDenied",
    title: "iam:GetRole of orders-role was refused: AccessDenied",
    cite: [[n("role"), ""]],
  }),
  guess("a true value under a name of one's own", {
    on: [sg, sgDb],
    property: "inbound rules",
    observed: "[]",
    title: `${sgDb} admits nothing`,
    cite: [[n("groups"), "/SecurityGroups/1/IpPermissions"]],
  }),
];
