import { describe, expect, it } from "vitest";
import { spokenWords } from "./spoken-words.ts";

describe("spokenWords", () => {
  it("leaves names out and keeps plain words and errors", () =>
    expect(
      spokenWords({
        text: "can we restore backup-db after AccessDenied?",
        mentions: [
          { text: "backup-db", kind: "name" },
          { text: "AccessDenied", kind: "error" },
          { text: "restore", kind: "name", weak: true },
        ],
      }),
    ).toBe("can we restore · after AccessDenied?"));
});
