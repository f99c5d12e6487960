import type { Told } from "../../src/testing/recorded.ts";
import { now, vpc, ec2 } from "./things.ts";

/** Reads that show nothing or not everything: empty, refused, narrowed to something, or with pages left. */
export const absences = {
  volumes: ec2("DescribeVolumes", { Volumes: [] }, { more: true }),
  snapshots: ec2(
    "DescribeSnapshots",
    { Snapshots: [] },
    { params: { Filters: [{ Name: "status", Values: ["error"] }] } },
  ),
  role: {
    service: "iam",
    operation: "GetRole",
    params: { RoleName: "orders-role" },
    error: { code: "AccessDenied", message: "User is not authorized to perform iam:GetRole" },
  },
  lastMinute: {
    service: "logs",
    operation: "FilterLogEvents",
    params: {
      logGroupName: "/aws/lambda/billing",
      startTime: Date.parse(now) - 60_000,
      endTime: Date.parse(now),
    },
    response: { events: [] },
  },
  running: ec2(
    "DescribeInstances",
    { Reservations: [] },
    { params: { Filters: [{ Name: "instance-state-name", Values: ["shutting-down"] }] } },
  ),
  users: {
    service: "iam",
    operation: "ListUsers",
    response: {
      Users: [{ UserName: "ops", UserId: "AIDA1234567890ABCDEF", PasswordLastUsed: "2026-11-20T08:00:00Z" }],
    },
    more: true,
  },
  noVpn: ec2("DescribeVpnGateways", { VpnGateways: [] }),
  /** AWS's way to say that there is none. */
  noPolicy: {
    service: "s3",
    operation: "GetBucketPolicy",
    params: { Bucket: "shop-logs" },
    error: { code: "NoSuchBucketPolicy", message: "The bucket policy does not exist" },
  },
  noGateways: ec2(
    "DescribeNatGateways",
    { NatGateways: [] },
    { params: { Filter: [{ Name: "vpc-id", Values: [vpc] }] } },
  ),
  /** The second page of the users. */
  moreUsers: {
    service: "iam",
    operation: "ListUsers",
    response: { Users: [{ UserName: "audit-bot", UserId: "AIDA1234567890ABCDEG" }] },
  },
} as const satisfies { readonly [name: string]: Told };
