import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { config, kept, keys, live, ownSurroundings, processOf, secret, token } from "./live-harness.ts";
import { errorFor, fakeAws } from "./misbehaving-aws.ts";
import type { Behaviour, FakeAws } from "./misbehaving-aws.ts";

ownSurroundings();

describe("doctor --live with credentials of every kind", () => {
  const sso = `[profile dev]
sso_session = acme
sso_account_id = 123456789012
sso_role_name = ReadOnly
region = us-east-1
[sso-session acme]
sso_start_url = https://acme.example/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
`;

  function signIn(expiresInSeconds: number, refresh = {}): void {
    const cache = join(kept.folder, ".aws", "sso", "cache");
    mkdirSync(cache, { recursive: true });
    writeFileSync(
      join(cache, `${createHash("sha1").update("acme").digest("hex")}.json`),
      JSON.stringify({
        startUrl: "https://acme.example/start",
        region: "eu-west-1",
        accessToken: `${token}-access`,
        expiresAt: new Date(Date.now() + expiresInSeconds * 1000).toISOString(),
        ...refresh,
      }),
    );
  }

  function portal(behave?: Behaviour): Promise<FakeAws> {
    return fakeAws({
      behave: (seen) => {
        const own = behave?.(seen);
        if (own) return own;
        if (seen.path.startsWith("/token"))
          return {
            status: 200,
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ accessToken: `${token}-fresh`, expiresIn: 3600, tokenType: "Bearer" }),
          };
        const roleCredentials = {
          ...keys,
          accessKeyId: "ASIAPLANTEDSSO000001",
          sessionToken: token,
          expiration: Date.now() + 3_600_000,
        };
        return {
          status: 200,
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ roleCredentials }),
        };
      },
    });
  }

  async function withPortal(behave?: Behaviour) {
    await using server = await fakeAws();
    await using door = await portal(behave);
    process.env["AWS_ENDPOINT_URL_SSO"] = door.endpoint;
    process.env["AWS_ENDPOINT_URL_SSO_OIDC"] = door.endpoint;
    return {
      report: await live({ endpointUrl: server.endpoint, profile: "dev" }),
      door: door.seen,
      aws: server.seen,
    };
  }

  it("SSO: uses the session's token, and says until when its keys are good", async () => {
    config(sso);
    signIn(3_600);
    const { report, aws } = await withPortal();
    expect(report).toMatchObject({ ok: true, credentials: { kind: "SSO", profile: "dev" } });
    expect(Date.parse(report.credentials?.expiresAt ?? "")).toBeGreaterThan(Date.now());
    expect(aws.every(({ accessKey }) => accessKey === "ASIAPLANTEDSSO000001")).toBe(true);
  });

  it("SSO: renews an ended session where it may, else says what to type", async () => {
    config(sso);
    signIn(-10, { clientId: "c", clientSecret: `${token}-client`, refreshToken: `${token}-refresh` });
    const { report, door } = await withPortal();
    expect(report.ok).toBe(true);
    expect(door.map(({ path }) => path.split("?")[0])).toContain("/token");
    signIn(-10);
    expect((await withPortal()).report).toMatchObject({
      ok: false,
      error: {
        code: "credentials",
        message: 'The session of the profile "dev" (SSO) has ended.',
        next: expect.stringContaining("aws sso login --profile dev"),
      },
    });
  });

  it("SSO: tells who never signed in, a session that was ended, and an account that is not assigned", async () => {
    config(sso);
    expect((await withPortal()).report.error).toMatchObject({
      message: 'The profile "dev" is not signed in (SSO).',
    });
    signIn(3_600);
    const refuse = (status: number, code: string, message: string) =>
      withPortal((seen) =>
        seen.path.startsWith("/federation") ? errorFor(seen, status, code, message) : undefined,
      );
    expect(
      (await refuse(401, "UnauthorizedException", "Session token not found or invalid")).report.error,
    ).toMatchObject({
      code: "credentials",
      next: expect.stringContaining("aws sso login --profile dev"),
    });
    expect((await refuse(403, "ForbiddenException", "No access")).report.error).toMatchObject({
      code: "credentials",
      message: expect.stringContaining("may not use the account"),
    });
  });

  it("SSO: says when the portal cannot be reached, or something else answers", async () => {
    config(sso);
    signIn(3_600);
    process.env["AWS_ENDPOINT_URL_SSO"] = "http://127.0.0.1:9";
    expect((await live({ profile: "dev" })).error).toMatchObject({ code: "endpoint" });
    const page = { status: 200, headers: { "content-type": "text/html" }, body: "<html>Sign in</html>" };
    expect((await withPortal(() => page)).report.error).toMatchObject({ code: "endpoint" });
  });

  it("MFA: says that a code is needed, and how to give it", async () => {
    config(
      `[profile admin]\nrole_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/anna\n[profile base]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${secret}\n`,
    );
    const report = await live({ profile: "admin" });
    expect(report.error).toMatchObject({
      code: "credentials",
      message: expect.stringContaining("needs an MFA code"),
      next: expect.stringContaining("aws configure export-credentials"),
    });
  });

  it("roles: assumes the profile's, and says why where it may not", async () => {
    config(
      `[profile reader]\nrole_arn = arn:aws:iam::123456789012:role/reader\nsource_profile = base\n[profile base]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${secret}\n`,
    );
    const expiry = new Date(Date.now() + 3_600_000).toISOString();
    const given = `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAPLANTEDROLE00001</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey><SessionToken>${token}</SessionToken><Expiration>${expiry}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
    const roles = { refused: false };
    await using server = await fakeAws({
      behave: (seen) => {
        if (seen.operation !== "AssumeRole") return undefined;
        if (roles.refused)
          return errorFor(seen, 403, "AccessDenied", "User is not authorized to perform: sts:AssumeRole");
        return { status: 200, headers: { "content-type": "text/xml" }, body: given };
      },
    });
    process.env["AWS_ENDPOINT_URL_STS"] = server.endpoint;
    const report = await live({ endpointUrl: server.endpoint, profile: "reader" });
    expect(report).toMatchObject({ ok: true, credentials: { kind: "assumed role", expiresAt: expiry } });
    roles.refused = true;
    for (const options of [
      { profile: "reader" },
      { profile: "base", roleArn: "arn:aws:iam::123456789012:role/reader" },
    ])
      expect((await live({ endpointUrl: server.endpoint, ...options })).error).toMatchObject({
        code: "credentials",
        message: expect.stringContaining("could not be assumed"),
        next: expect.stringContaining("trust policy"),
      });
  });

  const expire = (key: string, after: number): Behaviour => {
    const count = { of: 0 };
    return (seen) => {
      if (seen.accessKey !== key) return undefined;
      count.of += 1;
      return count.of <= after
        ? undefined
        : errorFor(
            seen,
            400,
            "ExpiredTokenException",
            "The security token included in the request is expired",
          );
    };
  };

  it("renews keys that expire in mid-run once, and sends the requests again", async () => {
    config(
      `[profile proc]\ncredential_process = ${processOf(["ASIAPLANTEDOLD000001", "ASIAPLANTEDNEW000001"])}\n`,
    );
    await using server = await fakeAws({ behave: expire("ASIAPLANTEDOLD000001", 10) });
    const report = await live({ endpointUrl: server.endpoint, profile: "proc" });
    expect(report.reads.filter(({ result }) => result !== "ok")).toEqual([]);
    expect(report.credentials).toMatchObject({ kind: "process", profile: "proc" });
    expect(readFileSync(join(kept.folder, "count"), "latin1")).toBe("xx");
  });

  it("says what to type where they cannot be renewed", async () => {
    config(`[profile proc]\ncredential_process = ${processOf(["ASIAPLANTEDOLD000001"])}\n`);
    await using server = await fakeAws({ behave: expire("ASIAPLANTEDOLD000001", 10) });
    const report = await live({ endpointUrl: server.endpoint, profile: "proc" });
    expect(report).toMatchObject({
      ok: false,
      error: {
        code: "credentials",
        message: expect.stringContaining("have expired"),
        next: expect.stringContaining("--profile proc"),
      },
    });
    expect(report.reads.filter(({ result }) => result === "ok").length).toBeGreaterThan(0);
  });

  it("renews keys that are about to expire before they do", async () => {
    config(
      `[profile proc]\ncredential_process = ${processOf(["ASIAPLANTEDOLD000001", "ASIAPLANTEDNEW000001"], 120)}\n`,
    );
    await using server = await fakeAws();
    await live({ endpointUrl: server.endpoint, profile: "proc" });
    expect(new Set(server.seen.map(({ accessKey }) => accessKey)).has("ASIAPLANTEDNEW000001")).toBe(true);
  });

  it("a process that fails, a profile that is not there, no credentials at all: each in its own words", async () => {
    config(`[profile proc]\ncredential_process = /bin/sh -c "echo ${secret} >&2; exit 3"\n`);
    expect((await live({ profile: "proc" })).error).toMatchObject({
      code: "credentials",
      message: expect.stringContaining("credential process"),
    });
    expect((await live({ profile: "nobody" })).error).toMatchObject({
      code: "credentials",
      next: expect.stringContaining("list-profiles"),
    });
    expect((await live({})).error).toMatchObject({ code: "credentials" });
  });
});
