import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutAt, joinCut } from "./join-cut.ts";

const script = `import json

import boto3

ec2 = boto3.client("ec2")
found = []
for page in ec2.get_paginator("describe_instances").paginate():
    for reservation in page["Reservations"]:
        for instance in reservation["Instances"]:
            if instance["State"]["Name"] == "running":
                found.append(
                    {
                        "id": instance["InstanceId"],
                        "type": instance["InstanceType"],
                    }
                )

if not found:
    print("nothing runs")
print(json.dumps(found))
`;
const document = JSON.stringify(
  { found: Array.from({ length: 20 }, (_, n) => ({ id: `i-${n}`, note: `number ${n}` })) },
  undefined,
  2,
);
const minified = JSON.stringify({
  found: Array.from({ length: 60 }, (_, n) => ({ id: `i-0${n}ab`, note: `number ${n} of many` })),
});

/** How models go on: each gives the rest in its own way. */
const habits: { readonly [habit: string]: (whole: string, kept: string) => string } = {
  "goes on exactly": (whole, kept) => whole.slice(kept.length),
  "says the last line again": (whole, kept) => whole.slice(whole.lastIndexOf("\n", kept.length - 2) + 1),
  "says the last three lines again": (whole, kept) => {
    let at = kept.length - 1;
    for (let line = 0; line < 3; line += 1) at = whole.lastIndexOf("\n", at - 1);
    return whole.slice(at + 1);
  },
  "begins anew": (whole) => whole,
  "puts a fence around the rest": (whole, kept) => `\`\`\`python\n${whole.slice(kept.length)}\n\`\`\``,
  "drops the indentation of its first line": (whole, kept) => whole.slice(kept.length).replace(/^[ \t]+/, ""),
};

const sameLines = (text: string) => text.trimEnd();

describe("joining a cut answer", () => {
  for (const [habit, goOn] of Object.entries(habits)) {
    it(`joins code when the model ${habit}`, () => {
      for (let cut = 60; cut < script.length - 2; cut += 1) {
        const at = cutAt(script.slice(0, cut));
        // Nobody can know the indentation where the cut fell between two lines.
        if (habit.startsWith("drops") && at.partial.trim() === "") continue;
        // A bracket said again is not told from a second bracket, unless the cut line says which it is.
        const last = at.kept.trimEnd().split("\n").at(-1) ?? "";
        if (habit === "says the last line again" && at.partial.trim() === "" && !/\w{3}/.test(last)) continue;
        const joined = joinCut(at, goOn(script, at.kept));
        expect(sameLines(joined), `cut at ${cut}`).toBe(sameLines(script));
      }
    });
  }

  it("joins indented JSON wherever it was cut", () => {
    for (let cut = 60; cut < document.length - 2; cut += 3) {
      for (const habit of ["goes on exactly", "begins anew", "says the last three lines again"] as const) {
        const at = cutAt(document.slice(0, cut));
        expect(
          JSON.parse(joinCut(at, habits[habit]?.(document, at.kept) ?? "")),
          `${habit}, cut at ${cut}`,
        ).toEqual(JSON.parse(document));
      }
    }
  });

  it("joins minified JSON in the middle of a line", () => {
    for (let cut = 500; cut < minified.length - 2; cut += 7) {
      const at = cutAt(minified.slice(0, cut));
      expect(joinCut(at, minified.slice(cut))).toBe(minified);
      expect(joinCut(at, minified.slice(cut - 25))).toBe(minified);
    }
  });

  it("keeps what there is when nothing comes", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(joinCut(cutAt(text), "  \n ")).toBe(text);
      }),
    );
  });

  it("loses nothing of two arbitrary pieces that share nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-m ]{15,40}$/), { minLength: 1 }),
        fc.array(fc.stringMatching(/^[n-z ]{15,40}$/), { minLength: 1 }),
        (a, b) => {
          const first = `${a.join("\n")}\n`;
          fc.pre(a.some((line) => line.trim() !== "") && b.every((line) => line.trim() !== ""));
          expect(joinCut(cutAt(first), b.join("\n"))).toBe(first + b.join("\n"));
        },
      ),
    );
  });
});
