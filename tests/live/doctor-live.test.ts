import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { against, isRead, kept, keys, live, ownSurroundings, resultsOf } from "./live-harness.ts";
import { certificate, errorFor, fakeAws, proxyTo } from "./misbehaving-aws.ts";

ownSurroundings();

describe("doctor --live against servers that misbehave", () => {
  it("reads one thing of each service, and says who we are", async () => {
    const { report, seen } = await against(() => undefined);
    expect(report.reads.filter(({ result }) => result !== "ok")).toEqual([]);
    expect(report).toMatchObject({
      ok: true,
      identity: { account: "123456789012", arn: "arn:aws:iam::123456789012:user/anna" },
      credentials: { kind: "keys" },
    });
    expect(report.reads.length).toBeGreaterThanOrEqual(30);
    expect(seen.every(({ accessKey }) => accessKey === keys.accessKeyId)).toBe(true);
  });

  it("names the permission of a denied read, and who must be asked", async () => {
    const scp =
      "is not authorized to perform: sqs:ListQueues with an explicit deny in a service control policy";
    const { report } = await against((seen) => {
      if (seen.service === "sqs") return errorFor(seen, 403, "AccessDeniedException", scp);
      if (seen.service === "ec2")
        return errorFor(seen, 403, "UnauthorizedOperation", "You are not authorized");
      return undefined;
    });
    expect(report.ok).toBe(true);
    expect(report.reads.filter(({ result }) => result === "denied").map((read) => read.permission)).toEqual([
      "ec2:DescribeInstances",
      "ec2:DescribeVpcs",
      "ec2:DescribeSecurityGroups",
      "sqs:ListQueues",
    ]);
    expect(report.reads.find(({ service }) => service === "sqs")?.detail).toContain("runs the organization");
  });

  it("waits as it is asked when throttled, and says when that was not enough", async () => {
    const throttled = new Set<string>();
    const { report } = await against((seen) => {
      if (!isRead(seen) || (seen.service !== "lambda" && seen.service !== "kms")) return undefined;
      if (seen.service === "lambda" && throttled.has("lambda")) return undefined;
      throttled.add(seen.service);
      const error = errorFor(seen, 400, "ThrottlingException", "Rate exceeded");
      return typeof error === "string"
        ? error
        : { ...error, status: 429, headers: { ...error.headers, "retry-after": "1" } };
    });
    expect(resultsOf(report)).toMatchObject({ "lambda:ListFunctions": "ok", "kms:ListKeys": "throttled" });
  });

  it("does not hang where a service does, and tells a cut connection", async () => {
    const { report } = await against(
      ({ service }) => (service === "sns" ? "hang" : service === "ecs" ? "reset" : undefined),
      1,
    );
    expect(resultsOf(report)).toMatchObject({
      "sns:ListTopics": "unreachable",
      "ecs:ListClusters": "unreachable",
    });
    expect(report.reads.find(({ service }) => service === "sns")?.detail).toContain("no answer within 1 s");
    expect(report.ok).toBe(true);
  });

  it.each([200, 403, 503])(
    "knows a page of a company's proxy (HTTP %s) from an answer of AWS",
    async (status) => {
      const page = {
        status,
        headers: { "content-type": "text/html" },
        body: "<!DOCTYPE html><html>Sign in</html>",
      };
      const { report } = await against(() => page);
      expect(report).toMatchObject({ ok: false, error: { code: "endpoint" }, reads: [] });
      const later = await against((seen) => (seen.service === "rds" ? page : undefined));
      expect(resultsOf(later.report)["rds:DescribeDBInstances"]).toMatch(/unreachable|failed/);
    },
  );

  it("tells a region that is not opted in from wrong keys", async () => {
    const invalid = "The security token included in the request is invalid.";
    const { report } = await against((seen) => {
      if (seen.service === "ec2")
        return errorFor(
          seen,
          401,
          "AuthFailure",
          "AWS was not able to validate the provided access credentials",
        );
      return seen.service === "lambda"
        ? errorFor(seen, 403, "UnrecognizedClientException", invalid)
        : undefined;
    });
    expect(resultsOf(report)).toMatchObject({
      "ec2:DescribeVpcs": "not-enabled",
      "lambda:ListFunctions": "not-enabled",
    });
    const off = await against((seen) => errorFor(seen, 403, "InvalidClientTokenId", invalid));
    expect(off.report.error).toMatchObject({
      code: "credentials",
      next: expect.stringContaining("--region us-east-1"),
    });
    const wrong = await against((seen) =>
      errorFor(seen, 403, "SignatureDoesNotMatch", "The request signature we calculated does not match"),
    );
    expect(wrong.report.error).toMatchObject({
      code: "credentials",
      next: expect.stringContaining("secret access key"),
    });
  });

  it.each([20, -20])(
    "corrects a clock that is %s minutes off, as AWS's SDKs do, and says so",
    async (minutes) => {
      const aws = () => Date.now() + minutes * 60_000;
      const { report, seen } = await against((one) => {
        const at = Date.parse(one.date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
        if (Math.abs(at - aws()) < 5 * 60_000) return undefined;
        const error =
          one.service === "sts"
            ? errorFor(
                one,
                403,
                "SignatureDoesNotMatch",
                `Signature expired: ${one.date} is now earlier than ${one.date}`,
              )
            : one.service === "s3"
              ? errorFor(
                  one,
                  403,
                  "RequestTimeTooSkewed",
                  "The difference between the request time and the current time is too large.",
                )
              : errorFor(one, 403, "InvalidSignatureException", "Signature not yet current");
        return typeof error === "string"
          ? error
          : { ...error, headers: { ...error.headers, date: new Date(aws()).toUTCString() } };
      });
      expect(report.reads.filter(({ result }) => result !== "ok")).toEqual([]);
      expect(report.clockOffsetSeconds).toBeGreaterThan(minutes * 60 - 10);
      expect(report.clockOffsetSeconds).toBeLessThan(minutes * 60 + 10);
      // The identity's request, and the first ones of the reads, were sent twice; not every one.
      expect(seen.length).toBeLessThan(2 * report.reads.length + 2);
    },
  );

  it("says what to do where the certificate is of an authority that it does not know", async () => {
    await using server = await fakeAws({ tls: true });
    const options = { endpointUrl: server.endpoint, credentials: keys };
    expect((await live(options)).error).toMatchObject({
      code: "endpoint",
      next: expect.stringContaining("AWS_CA_BUNDLE"),
    });
    process.env["AWS_CA_BUNDLE"] = certificate("authority.pem");
    expect(await live(options)).toMatchObject({ ok: true });
    process.env["AWS_CA_BUNDLE"] = join(kept.folder, "none.pem");
    await expect(live(options)).rejects.toMatchObject({ code: "configuration" });
  });

  it("goes through a proxy to AWS's own hosts, and says when the proxy wants a sign-in", async () => {
    await using server = await fakeAws({ tls: true });
    await using proxy = await proxyTo(server.port);
    process.env["AWS_CA_BUNDLE"] = certificate("authority.pem");
    process.env["HTTPS_PROXY"] = proxy.endpoint;
    const report = await live({ credentials: keys });
    expect(report.reads.filter(({ result }) => result !== "ok")).toEqual([]);
    expect(proxy.seen.map(({ path }) => path)).toContain("sts.us-east-1.amazonaws.com:443");
    await using gate = await proxyTo("sign-in");
    process.env["HTTPS_PROXY"] = gate.endpoint;
    const refused = await live({ credentials: keys });
    expect(refused).toMatchObject({ ok: false, error: { code: "endpoint" } });
  });
});
