import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readScript } from "./read-script.ts";

const code =
  'import json\n\nimport boto3\n\nprint(json.dumps(boto3.client("sts").get_caller_identity(), default=str))';

describe("reading a coder's answer", () => {
  it.each([
    ["a block", `\`\`\`python\n${code}\n\`\`\``],
    ["a block between words", `Sure!\n\n\`\`\`py\n${code}\n\`\`\`\nRun it with python main.py.`],
    ["a block that is never closed", `\`\`\`python\n${code}`],
    [
      "a block with a note of usage after it",
      `\`\`\`python\n${code}\n\`\`\`\nUsage:\n\`\`\`\npython main.py\n\`\`\``,
    ],
    ["no block at all", code],
    ["words before a bare script", `Here it is:\n${code}`],
    ["tildes", `~~~python\n${code}\n~~~`],
  ])("finds the script in %s", (_name, text) => {
    expect(readScript(text)).toEqual({ code: `${code}\n`, requirements: ["boto3"], origin: "model" });
  });

  it("takes the last of two versions", () => {
    expect(
      readScript(`\`\`\`python\n${code}\n\`\`\`\nBetter:\n\`\`\`python\n${code}  # better\n\`\`\``)?.code,
    ).toContain("# better");
  });

  it("reads requirements that stand beside it", () => {
    expect(
      readScript(`\`\`\`requirements.txt\nboto3\njmespath\n\`\`\`\n\`\`\`python\n${code}\n\`\`\``)
        ?.requirements,
    ).toEqual(["boto3", "jmespath"]);
  });

  it.each(["I cannot do that.", "", '{"code": 1}', "```json\n{}\n```"])("finds none in %j", (text) => {
    expect(readScript(text)).toBeUndefined();
  });

  it("never fails", () => {
    fc.assert(fc.property(fc.string(), (text) => void readScript(`\`\`\`${text}`)));
  });
});
