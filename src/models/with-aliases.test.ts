import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noTokens, type Chat } from "./models.ts";
import { Aliases, withAliases, withRedaction } from "./with-aliases.ts";

const echo: Chat = async ({ messages }) => ({
  kind: "answered",
  result: {
    text: messages.map(({ text }) => text).join("\n"),
    toolCalls: [{ id: "1", name: "f", arguments: { said: [messages[0]?.text ?? ""] } }],
    stop: "stop",
    tokens: noTokens,
    requests: 1,
    ms: 0,
  },
});

describe("aliases", () => {
  it("hides accounts and addresses from the model, and puts them back", async () => {
    const seen: string[] = [];
    const listening: Chat = (request) => {
      seen.push(request.messages[0]?.text ?? "");
      return echo(request);
    };
    const text =
      "arn:aws:iam::210987654321:role/x in 123456789012 at 10.0.3.7/32 and 10.0.3.70, order 555555555555, v1.2.3";
    const outcome = await withAliases(
      listening,
      new Aliases(["123456789012"]),
    )({ messages: [{ role: "user", text }] });
    expect(seen[0]).not.toMatch(/123456789012|210987654321|10\.0\.3/);
    expect(seen[0]).toContain("order 555555555555");
    expect(seen[0]).toContain("v1.2.3");
    expect(outcome).toMatchObject({
      kind: "answered",
      result: { text, toolCalls: [{ arguments: { said: [text] } }] },
    });
  });

  it("puts any text back as it was", () => {
    const part = fc.oneof(
      fc.ipV4(),
      fc.stringMatching(/^[0-9]{12}$/),
      fc.stringMatching(/^[a-z :/,-]{1,8}$/),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const text = parts.join(" ");
        fc.pre(!/198\.1[89]\.|9000000\d{5}/.test(text));
        const aliases = new Aliases(["123456789012"]);
        expect(aliases.show(aliases.hide(text))).toBe(text);
      }),
    );
  });

  it("blinds secrets before they leave", async () => {
    const outcome = await withRedaction(echo, (text) => text.replaceAll("hunter2", "«secret»"))({
      messages: [{ role: "user", text: "password hunter2" }],
    });
    expect(outcome).toMatchObject({ result: { text: "password «secret»" } });
  });

  it("hides an account in an ARN that stands behind an address", () => {
    const hidden = new Aliases([]).hide("10.20.30.40 and 10.2.3.4: arn:aws:iam::111122223333:role/reader");
    expect(hidden).not.toContain("111122223333");
  });
});
