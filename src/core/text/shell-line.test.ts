import { describe, expect, it } from "vitest";
import { shellCommand, shellLine } from "./shell-line.ts";

describe("a shell line", () => {
  it.each([
    [["aws", "ec2", "describe-vpcs"], "aws ec2 describe-vpcs"],
    [["x", "a b"], "x 'a b'"],
    [["x", "it's"], `x 'it'\\''s'`],
    [["x", "$(id) `id`; id"], "x '$(id) `id`; id'"],
    [["x", ""], "x ''"],
    [["x", "a\nb"], "x $'a\\u000ab'"],
    [["x", "\u001b[31m'q'\\"], "x $'\\u001b[31m\\'q\\'\\\\'"],
    [["x", "a\u202eb"], "x $'a\\u202eb'"],
    [["x", "a\u0000b"], "x $'a\ufffdb'"],
  ])("quotes %j", (words, line) => expect(shellLine(words)).toBe(line));

  it("keeps what is put into a command in one word", () => {
    expect(shellCommand`aws x --name ${"a; rm -rf ~"} --size ${3} --set A=${"b c"},D=e`).toBe(
      "aws x --name 'a; rm -rf ~' --size 3 --set A='b c',D=e",
    );
  });
});
