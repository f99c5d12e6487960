import { describe, expect, it } from "vitest";
import { requests } from "../fixtures/fixture-tools.ts";
import { signRequest } from "./sign-request.ts";

const signed = requests.filter((request) =>
  request.headers.some(
    ([name, value]) => name.toLowerCase() === "authorization" && value.startsWith("AWS4-HMAC-SHA256"),
  ),
);

describe("signRequest", () => {
  it.each(signed.map((request) => [`${request.service}:${request.operation}`, request] as const))(
    "signs %s as botocore does",
    (_, request) => {
      const headers = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
      const authorization = headers.get("authorization") ?? "";
      const [, region = "", signing = ""] =
        /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(authorization) ?? [];
      const names = (/SignedHeaders=([^,]+)/.exec(authorization)?.[1] ?? "").split(";");
      const stamp = headers.get("x-amz-date") ?? "";
      const now = new Date(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
      const all = signRequest({
        method: request.method,
        target: request.target,
        headers: [...headers].filter(([name]) => names.includes(name)),
        body: Buffer.from(request.body, "base64"),
        region,
        signing,
        credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
        now,
      });
      expect(all.find(([name]) => name === "authorization")?.[1]).toBe(authorization);
    },
  );

  it("has requests to compare with", () => expect(signed.length).toBeGreaterThan(20));
});
