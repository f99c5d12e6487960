import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { noTokens, type Chat } from "../../models/models.ts";
import { withCache } from "../../models/with-cache.ts";
import { answerFiles } from "./answer-files.ts";

describe("answers of models that are kept", () => {
  it("answer the same question again, for nothing, and only that", async () => {
    const folder = join(mkdtempSync(join(tmpdir(), "nephoscope-answers-")), "answers");
    const asked: string[] = [];
    const chat: Chat = async ({ messages }) => {
      asked.push(messages[0]?.text ?? "");
      const tokens = { ...noTokens, input: 10, output: 2 };
      return {
        kind: "answered",
        result: { text: `answer ${asked.length}`, toolCalls: [], stop: "stop", tokens, requests: 1, ms: 1 },
      };
    };
    const kept = withCache(chat, "m", answerFiles(folder));
    const first = await kept({ messages: [{ role: "user", text: "a" }] });
    const again = await withCache(
      chat,
      "m",
      answerFiles(folder),
    )({ messages: [{ role: "user", text: "a" }] });
    await withCache(chat, "other", answerFiles(folder))({ messages: [{ role: "user", text: "a" }] });
    await kept({ messages: [{ role: "user", text: "b" }] });
    expect(asked).toEqual(["a", "a", "b"]);
    expect(first).toMatchObject({ result: { text: "answer 1", requests: 1 } });
    expect(again).toMatchObject({ result: { text: "answer 1", requests: 0, tokens: noTokens } });
    const files = readdirSync(folder);
    expect(files).toHaveLength(3);
    for (const file of files) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    for (const file of files) writeFileSync(join(folder, file), "{");
    expect(await kept({ messages: [{ role: "user", text: "a" }] })).toMatchObject({
      result: { text: "answer 4" },
    });
    rmSync(folder, { recursive: true });
  });
});
