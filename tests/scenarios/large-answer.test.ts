import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { RunRecord } from "../../src/core/record/record.ts";
import { commandLine } from "./command-line.ts";

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:user/x</Arn><UserId>AIDAX</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const instance = `<item><instancesSet><item><instanceId>i-0123456789abcdef0</instanceId><instanceType>${"t3.micro ".repeat(100)}</instanceType></item></instancesSet></item>`;
const large = `<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><reservationSet>${instance.repeat(Math.ceil((10 * 1024 ** 2) / instance.length))}</reservationSet></DescribeInstancesResponse>`;

describe("a service that answers with ten megabytes", () => {
  it("ends in a record, in bounded time", async () => {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        response
          .writeHead(200, { "content-type": "text/xml" })
          .end(body.includes("GetCallerIdentity") ? identity : large);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    using line = commandLine();
    const ended = await line.run([
      "ask",
      "why is the instance web-1 down?",
      "--offline",
      "--json",
      "--timeout",
      "60s",
      "--endpoint-url",
      `http://127.0.0.1:${port}`,
      "--region",
      "us-east-1",
    ]);
    server.close();
    server.closeAllConnections();
    const record = RunRecord.parse(JSON.parse(ended.stdout));
    expect(record.answer.verdict).toBe("inconclusive");
    expect(record.calls.length).toBeGreaterThan(0);
    expect(ended.ms).toBeLessThan(120_000);
  }, 150_000);
});
