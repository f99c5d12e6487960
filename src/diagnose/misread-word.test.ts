import { describe, expect, it } from "vitest";
import { misreadWord } from "./misread-word.ts";

describe("a word that the AWS CLI would misread", () => {
  it.each([
    "--endpoint-url=https://evil.example",
    "--endpoint-url",
    "--profile",
    "file:///etc/passwd",
    "FILEB://x",
    "--",
  ])("is %s", (word) =>
    expect(misreadWord(["aws", "sqs", "list-queues", "--queue-name-prefix", word])).toBe(word),
  );

  it.each(["--queue-name-prefix", "-1", "name", "https://sqs.eu-west-1.amazonaws.com/1/q", "a--b"])(
    "is not %s",
    (word) => expect(misreadWord(["aws", "sqs", "x", word])).toBeUndefined(),
  );
});
