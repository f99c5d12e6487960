import { describe, expect, it } from "vitest";
import type { Situation } from "../../core/record/rehearsal.ts";
import type { DecodedCall, WireRequest } from "../../core/source.ts";
import { createAwsSource } from "../create-aws-source.ts";
import { catalog, index, models, requestOf, wireOf } from "../fixtures/fixture-tools.ts";
import { createRehearsalSource } from "./create-rehearsal-source.ts";

const now = () => new Date("2026-11-21T09:00:00Z");
const source = createAwsSource({
  models,
  index,
  catalog,
  effects: new Map(),
  prices: {},
  authenticate: () => Promise.reject(new Error("a rehearsal sends nothing")),
  now,
});

function decoded(request: WireRequest): DecodedCall {
  const decoding = source.decode(request, { account: "123456789012", region: "us-east-1" });
  if (decoding.kind === "refused") throw new Error(decoding.why);
  return decoding.call;
}

async function rehearsed(service: string, operation: string, situation: Situation) {
  const rehearsal = createRehearsalSource({ source, models, account: "123456789012", situation, now });
  const request = wireOf(requestOf(service, operation));
  const call = decoded(request);
  const read = rehearsal.read(call, await rehearsal.forward(request, call, {}));
  return { rehearsal, call, request, read };
}

describe("a rehearsed cloud", () => {
  it.each([
    ["ec2", "DescribeSecurityGroups"],
    ["lambda", "GetFunctionConfiguration"],
    ["route53", "ListResourceRecordSets"],
    ["dynamodb", "ListTables"],
    ["iam", "GetRolePolicy"],
  ] as const)(
    "answers %s:%s in the service's own form, without asking anybody",
    async (service, operation) => {
      const { read } = await rehearsed(service, operation, "minimal");
      expect(read.error).toBeUndefined();
      expect(read.value).toBeDefined();
    },
  );

  it("refuses and throttles as each service does", async () => {
    const kinds = async (situation: Situation) =>
      Promise.all(
        (["ec2 DescribeSecurityGroups", "s3 GetBucketPolicy", "sqs GetQueueAttributes"] as const).map(
          async (name) => {
            const [service = "", operation = ""] = name.split(" ");
            return (await rehearsed(service, operation, situation)).read.error;
          },
        ),
      );
    expect(await kinds("denied")).toMatchObject([
      { code: "UnauthorizedOperation", kind: "denied" },
      { code: "AccessDenied", kind: "denied" },
      { code: "AccessDeniedException", kind: "denied" },
    ]);
    expect(await kinds("throttled")).toMatchObject([
      { code: "RequestLimitExceeded", kind: "throttled" },
      { code: "SlowDown", kind: "throttled" },
      { code: "ThrottlingException", kind: "throttled" },
    ]);
  });

  it("says that a bucket has no such setting as S3 does", async () => {
    expect((await rehearsed("s3", "GetBucketPolicy", "not-found")).read.error?.code).toBe(
      "NoSuchBucketPolicy",
    );
  });

  it("knows whether the page that it offered was asked for", async () => {
    const { rehearsal, call, request, read } = await rehearsed("dynamodb", "ListTables", "paged");
    expect(rehearsal.offered()).toMatchObject([{ operation: "ListTables", read: false }]);
    const token = read.nextToken ?? "";
    const second = await rehearsal.forward(request, { ...call, page: { token } }, {});
    expect(rehearsal.offered()).toMatchObject([{ read: true }]);
    expect(rehearsal.read(call, second).nextToken).toBeUndefined();
  });
});
