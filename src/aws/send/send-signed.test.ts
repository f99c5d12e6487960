import { describe, expect, it } from "vitest";
import type { WireResponse } from "../../core/source.ts";
import type { Authenticate } from "./authenticate.ts";
import { SignedSender } from "./send-signed.ts";
import type { Credentials } from "./sign-request.ts";

const now = new Date("2026-11-21T10:00:00.000Z");
const keyOf = (accessKeyId: string): Credentials => ({ accessKeyId, secretAccessKey: "s" });

function respond(status: number, code = "", date = now): WireResponse {
  return { status, headers: [["Date", date.toUTCString()]], body: Buffer.from(code) };
}

const errorOf = ({ body }: WireResponse) => {
  const [code = "", message = ""] = Buffer.from(body).toString().split("|");
  return { code, message, kind: "other" as const };
};

/** `answers` in turn, the last one for ever; what was sent with which key and time. */
function senderWith(answers: readonly WireResponse[], keys: readonly string[], renews = true) {
  const state = { key: 0, renewals: 0 };
  const sent: { key: string; at: string }[] = [];
  const authenticate: Authenticate = Object.assign(
    () => Promise.resolve(keyOf(keys[Math.min(state.key, keys.length - 1)] ?? "")),
    {
      ...(renews && {
        renew: (refused: Credentials) => {
          state.renewals += 1;
          state.key += 1;
          return Promise.resolve(keys[Math.min(state.key, keys.length - 1)] !== refused.accessKeyId);
        },
      }),
      about: () => ({ kind: "SSO", profile: "dev" }),
    },
  );
  const sender = new SignedSender({ authenticate, now: () => now });
  const send = () =>
    sender.send((credentials, at) => {
      sent.push({ key: credentials.accessKeyId, at: at.toISOString() });
      return Promise.resolve(answers[Math.min(sent.length, answers.length) - 1] ?? respond(500));
    }, errorOf);
  return { send, sent, state, sender };
}

describe("requests with credentials", () => {
  it("are sent once where all is well, or where AWS denies", async () => {
    for (const answer of [respond(200), respond(403, "AccessDenied"), respond(500, "InternalError")]) {
      const { send, sent, state } = senderWith([answer], ["A"]);
      expect(await send()).toBe(answer);
      expect([sent.length, state.renewals]).toEqual([1, 0]);
    }
  });

  it("are sent again with new keys when the old ones have expired", async () => {
    const { send, sent } = senderWith([respond(400, "ExpiredToken"), respond(200)], ["A", "B"]);
    expect((await send()).status).toBe(200);
    expect(sent.map(({ key }) => key)).toEqual(["A", "B"]);
  });

  it("fail with what to type when the new ones have expired too, or there are none", async () => {
    const twice = senderWith([respond(400, "ExpiredTokenException")], ["A", "B"]);
    await expect(twice.send()).rejects.toMatchObject({
      code: "credentials",
      next: expect.stringContaining("aws sso login --profile dev"),
    });
    expect(twice.sent).toHaveLength(2);
    const none = senderWith([respond(400, "ExpiredToken")], ["A"], false);
    await expect(none.send()).rejects.toMatchObject({ code: "credentials" });
    expect(none.sent).toHaveLength(1);
  });

  it("that are refused for another reason are tried once with others, and else AWS's answer stands", async () => {
    const refused = respond(403, "UnrecognizedClientException");
    const { send, sent, state } = senderWith([refused], ["A"]);
    expect(await send()).toBe(refused);
    expect([sent.length, state.renewals]).toEqual([1, 1]);
  });

  it("take AWS's time once it objects to ours, and keep it", async () => {
    const late = new Date(now.getTime() + 20 * 60_000);
    const { send, sent, sender } = senderWith(
      [respond(403, "SignatureDoesNotMatch|Signature expired: x is now earlier than y", late), respond(200)],
      ["A"],
    );
    expect((await send()).status).toBe(200);
    await send();
    expect(sent.map(({ at }) => at)).toEqual([now, late, late].map((at) => at.toISOString()));
    expect(sender.clockOffsetMs).toBe(20 * 60_000);
  });

  it("are not repeated where the time is right, or the signature is wrong for another reason", async () => {
    for (const code of [
      "RequestTimeTooSkewed",
      "SignatureDoesNotMatch|The request signature we calculated",
    ]) {
      const { send, sent } = senderWith([respond(403, code)], ["A"]);
      expect((await send()).status).toBe(403);
      expect(sent).toHaveLength(1);
    }
  });
});
