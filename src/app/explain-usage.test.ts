import { describe, expect, it } from "vitest";
import { checkAccessUsage, checkPathUsage } from "./explain-usage.ts";

const access = { principal: "deploy-bot", action: "s3:PutObject", resource: "arn:aws:s3:::releases/app.zip" };
const path = { from: "internet", to: "web-1", protocol: "tcp", port: 443 } as const;

describe("what explain is asked", () => {
  it.each([
    {},
    { principal: "*" },
    { principal: "lambda.amazonaws.com" },
    { resource: "*" },
    { action: "execute-api:Invoke" },
    { resource: "arn:aws-cn:sqs:cn-north-1:123456789012:jobs" },
  ])("about access may be %j", (more) => {
    expect(() => checkAccessUsage({ ...access, ...more })).not.toThrow();
  });

  it.each([
    [{ principal: " " }, "The principal is empty."],
    [{ action: "PutObject" }, '"PutObject" is no action.'],
    [{ action: "s3:*" }, '"s3:*" is no action.'],
    [{ resource: "releases" }, '"releases" is no resource.'],
    [{ resource: "" }, '"" is no resource.'],
  ])("about access may not be %j", (more, why) => {
    expect(() => checkAccessUsage({ ...access, ...more })).toThrow(why);
  });

  it.each([
    {},
    { from: "10.0.0.0/16" },
    { from: "2001:db8::/32" },
    { to: "arn:aws:rds:us-east-1:1:db:a" },
    { port: 0 },
  ])("about a path may be %j", (more) => {
    expect(() => checkPathUsage({ ...path, ...more })).not.toThrow();
  });

  it.each([
    [{ from: "" }, "An end of the way is empty."],
    [{ to: "10.0.0.0/99" }, '"10.0.0.0/99" is no address'],
    [{ to: "10.0.0.256" }, '"10.0.0.256" is no address'],
    [{ port: 65_536 }, "65536 is no port."],
    [{ protocol: "icmp" as const }, "icmp has no ports."],
  ])("about a path may not be %j", (more, why) => {
    expect(() => checkPathUsage({ ...path, ...more })).toThrow(why);
  });
});
