import { n } from "./account.ts";
import { sgWeb, subnet, vpc, web1, web2 } from "./things.ts";
import { claimOf, type Told } from "./tell.ts";

const instance = "AWS::EC2::Instance";
const sg = "AWS::EC2::SecurityGroup";
const fn = "AWS::Lambda::Function";
const db = "AWS::RDS::DBInstance";
const queue = "AWS::SQS::Queue";
const at = (index: number, rest: string) => `/Reservations/0/Instances/${index}${rest}`;
const stopped = { property: "State", observed: "stopped", expected: "running" } as const;
const lie = (name: string, told: Told) => [name, claimOf(told)] as const;
/** A true claim about web-2, to be spoilt. */
const down: Told = {
  on: [instance, web2],
  title: `${web2} is stopped`,
  ...stopped,
  cite: [[n("instances"), at(1, "/State/Name")]],
};

/** Right values in wrong places. */
export const wrongPlace = [
  lie("another instance's state", {
    on: [instance, web1],
    ...stopped,
    cite: [[n("instances"), at(1, "/State/Name")]],
  }),
  lie("another instance's whole item", {
    on: [instance, web1],
    ...stopped,
    cite: [[n("instances"), at(1, "")]],
  }),
  lie("another function's timeout", {
    on: [fn, "orders"],
    property: "Timeout",
    observed: "900",
    cite: [[n("functions"), "/Functions/1/Timeout"]],
  }),
  lie("another database's protection", {
    on: [db, "shop-db"],
    property: "DeletionProtection",
    observed: "false",
    cite: [[n("databases"), "/DBInstances/1/DeletionProtection"]],
  }),
  lie("a longer name's value", {
    on: [db, "shop-db"],
    property: "AllocatedStorage",
    observed: "1000",
    cite: [[n("databases"), "/DBInstances/1/AllocatedStorage"]],
  }),
  lie("an instance's state as its subnet's", {
    on: ["AWS::EC2::Subnet", subnet],
    ...stopped,
    cite: [[n("instances"), at(1, "/State/Name")]],
  }),
  lie("an instance's state as its network's", {
    on: ["AWS::EC2::VPC", vpc],
    ...stopped,
    cite: [[n("instances"), at(1, "")]],
  }),
  lie("an instance's state as its security group's", {
    on: [sg, sgWeb],
    ...stopped,
    cite: [[n("instances"), at(1, "/State/Name")]],
  }),
  lie("another target's health", {
    on: [instance, web1],
    property: "TargetHealth.State",
    observed: "unused",
    cite: [[n("health"), "/TargetHealthDescriptions/1/TargetHealth/State"]],
  }),
  lie("the same name in another region", {
    on: [instance, web1],
    ...stopped,
    cite: [[n("elsewhere"), "/Reservations/0/Instances/0/State/Name"]],
  }),
  lie("the queue called like the function", {
    on: [fn, "orders"],
    property: "VisibilityTimeout",
    observed: "30",
    cite: [[n("queue"), "/Attributes/VisibilityTimeout"]],
  }),
  lie("the function called like the queue", {
    on: [queue, "orders"],
    property: "Timeout",
    observed: "3",
    cite: [[n("functions"), "/Functions/0/Timeout"]],
  }),
  lie("another function's metric", {
    on: [fn, "billing"],
    property: "Errors",
    observed: "57",
    cite: [[n("metrics"), "/MetricDataResults/0/Values/1"]],
  }),
  lie("another function's log", {
    on: [fn, "billing"],
    property: "message",
    observed: "Task timed out after 3.00 seconds",
    title: "billing: Task timed out after 3.00 seconds",
    cite: [[n("logs"), "/events/0/message"]],
  }),
  lie("another role's policy", {
    on: ["AWS::IAM::Role", "orders-role"],
    property: "Action",
    observed: "kms:Decrypt",
    cite: [[n("policy"), "/PolicyDocument/Statement/1/Action/0"]],
  }),
  lie("another pipe's state, of a service that no reader knows", {
    on: ["AWS::Pipes::Pipe", "outlet"],
    property: "CurrentState",
    observed: "STOPPED",
    cite: [[n("pipes"), "/Pipes/0/CurrentState"]],
  }),
  lie("what another thing's call was asked for", {
    on: ["AWS::Pipes::Pipe", "outlet"],
    property: "CurrentState",
    observed: "STOPPED",
    cite: [[n("pipe"), "/CurrentState"]],
  }),
  lie("a whole list in which another thing shows it", {
    on: [instance, web1],
    ...stopped,
    cite: [[n("instances"), "/Reservations"]],
  }),
  lie("the whole response in which another thing shows it", {
    on: [instance, web1],
    ...stopped,
    cite: [[n("instances"), ""]],
  }),
  lie("a query over a list that picks another thing", {
    on: [instance, web1],
    ...stopped,
    cite: [[n("instances"), "/Reservations", "[].Instances[].State.Name"]],
  }),
  lie("a query that names it and picks another thing", {
    on: [instance, web1],
    ...stopped,
    cite: [[n("instances"), "/Reservations/0/Instances", `[?InstanceId!='${web1}'].State.Name`]],
  }),
  lie("one citation of itself that shows nothing, and one of another that does", {
    on: [instance, web1],
    ...stopped,
    cite: [
      [n("instances"), at(0, "/InstanceType")],
      [n("instances"), at(1, "/State/Name")],
    ],
  }),
  lie("a user's path as that of the role of the same name", {
    on: ["AWS::IAM::Role", "deploy"],
    property: "Path",
    observed: "/people/",
    title: "deploy has the Path /people/",
    cite: [[n("user"), "/User/Path"]],
  }),
  lie("the function of the same name in another region, by its ARN", {
    on: [fn, "arn:aws:lambda:us-east-1:123456789012:function:billing"],
    property: "Timeout",
    observed: "60",
    title: "billing has a Timeout of 60 s",
    cite: [[n("functionsElsewhere"), "/Functions/0/Timeout"]],
  }),
  lie("one of two functions of a name, without saying which", {
    on: [fn, "billing"],
    property: "Timeout",
    observed: "60",
    title: "billing has a Timeout of 60 s",
    cite: [[n("functionsElsewhere"), "/Functions/0/Timeout"]],
  }),
];

/** Values that do not say what the claim says. */
export const wrongValue = [
  lie("a value that stands nowhere", { ...down, observed: "terminated" }),
  lie("10 for 100", {
    on: [db, "shop-db"],
    property: "AllocatedStorage",
    observed: "10",
    cite: [[n("databases"), "/DBInstances/0/AllocatedStorage"]],
  }),
  lie("443 where there is 4430", {
    on: [sg, sgWeb],
    property: "FromPort",
    observed: "443",
    cite: [[n("groups"), "/SecurityGroups/0/IpPermissions/2/FromPort"]],
  }),
  lie("an action that a longer one begins with", {
    on: ["AWS::IAM::RolePolicy", "billing-role"],
    property: "Action",
    observed: "s3:GetObject",
    cite: [[n("policy"), "/PolicyDocument/Statement/0/Action/0"]],
  }),
  lie("an address of a range", {
    on: [sg, sgWeb],
    property: "CidrIp",
    observed: "10.0.0.0",
    title: `${sgWeb} admits 10.0.0.0 alone`,
    cite: [[n("groups"), "/SecurityGroups/0/IpPermissions/0/IpRanges/0/CidrIp"]],
  }),
  lie("a name that is the prefix of another", {
    on: [fn, "orders"],
    property: "Role",
    observed: "role/orders",
    cite: [[n("functions"), "/Functions/0/Role"]],
  }),
  lie("words of a text that denies them", {
    on: [fn, "orders"],
    property: "message",
    observed: "denied",
    title: "orders: access to carts is denied",
    cite: [[n("logs"), "/events/1/message"]],
  }),
  lie("the right value of the wrong property", {
    on: [db, "shop-db"],
    property: "DeletionProtection",
    observed: "false",
    cite: [[n("databases"), "/DBInstances/0/MultiAZ"]],
  }),
  lie("the right value of another property, as a whole item", {
    on: [db, "shop-db"],
    property: "DeletionProtection",
    observed: "false",
    cite: [[n("databases"), "/DBInstances/0"]],
  }),
  lie("a setting of another feature", {
    on: [instance, web1],
    property: "EbsOptimized",
    observed: "disabled",
    cite: [[n("instances"), at(0, "/Monitoring/State")]],
  }),
  lie("a member's name for its value", {
    on: [db, "shop-db"],
    property: "Storage",
    observed: "MultiAZ",
    cite: [[n("databases"), "/DBInstances/0"]],
  }),
  lie("nothing observed of everything", {
    on: [instance, web1],
    observed: "{}",
    cite: [[n("instances"), ""]],
  }),
  lie("an empty list observed of everything", {
    on: [instance, web1],
    observed: "[]",
    cite: [[n("instances"), ""]],
  }),
  lie("an empty text", { on: [instance, web1], observed: '""', cite: [[n("instances"), at(0, "")]] }),
  lie("what every JavaScript object has", {
    on: [instance, web1],
    observed: '{"toString": "function"}',
    cite: [[n("instances"), at(0, "")]],
  }),
  lie("members of two rules as one", {
    on: [sg, sgWeb],
    property: "IpPermissions",
    observed: '{"FromPort": 22, "CidrIp": "0.0.0.0/0"}',
    title: `${sgWeb} admits 22 from 0.0.0.0/0`,
    cite: [[n("groups"), "/SecurityGroups/0/IpPermissions"]],
  }),
  lie("a part of a list as the list", {
    on: ["AWS::IAM::RolePolicy", "billing-role"],
    property: "Action",
    observed: '["sqs:SendMessage"]',
    title: "billing-role may sqs:SendMessage only",
    cite: [[n("policy"), "/PolicyDocument/Statement/0/Action"]],
  }),
  lie("one of many numbers as the number", {
    on: [fn, "orders"],
    property: "Errors",
    observed: "57",
    title: "orders has 57 Errors all the time",
    cite: [[n("metrics"), "/MetricDataResults/0/Values"]],
  }),
  lie("a query that makes its value up", {
    on: [instance, web1],
    ...stopped,
    cite: [[n("instances"), at(0, ""), "'stopped'"]],
  }),
  lie("a query that makes it up in JSON", {
    on: [instance, web1],
    ...stopped,
    cite: [[n("instances"), at(0, ""), '`{"State": "stopped"}`.State']],
  }),
  lie("a query that is always true", {
    on: [instance, web1],
    property: "State",
    observed: "true",
    cite: [[n("instances"), at(0, ""), "@ == @"]],
  }),
  lie("a query that joins a value", {
    on: [instance, web1],
    ...stopped,
    cite: [[n("instances"), at(0, ""), "join('', ['stop', 'ped'])"]],
  }),
  lie("a count of other things", {
    on: [instance, web1],
    property: "Instances",
    observed: "7",
    title: `${web1} has 7 Instances`,
    cite: [[n("instances"), "/Reservations/0/Instances", "length(@)"]],
  }),
  lie("0 for false", {
    on: [db, "shop-db"],
    property: "MultiAZ",
    observed: "0",
    cite: [[n("databases"), "/DBInstances/0/MultiAZ"]],
  }),
  lie("what was read before, and is so no more", {
    on: [instance, web1],
    property: "State",
    observed: "pending",
    title: `${web1} is pending`,
    cite: [[n("earlier"), at(0, "/State/Name")]],
  }),
  lie("what was read before, as a whole item", {
    on: [instance, web2],
    property: "State",
    observed: "running",
    title: `${web2} is running`,
    cite: [[n("earlier"), at(1, "")]],
  }),
  lie("a count that a query makes up", {
    on: [sg, sgWeb],
    property: "IpPermissions",
    observed: "7",
    title: `${sgWeb} has 7 rules`,
    cite: [[n("groups"), "/SecurityGroups/0/IpPermissions", "length(`[1, 2, 3, 4, 5, 6, 7]`)"]],
  }),
  lie("a count of one page", {
    on: ["AWS::IAM::User", "ops"],
    property: "Users",
    observed: "1",
    title: "ops is the only one: 1 user",
    cite: [[n("users"), "/Users", "length(@)"]],
  }),
  lie("a part of a word", {
    on: ["AWS::IAM::RolePolicy", "billing-role/inline"],
    property: "Action",
    observed: "ObjectVersion",
    title: "inline of billing-role allows ObjectVersion",
    cite: [[n("policy"), "/PolicyDocument/Statement/0/Action/0"]],
  }),
];
