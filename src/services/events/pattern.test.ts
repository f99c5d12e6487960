import { describe, expect, it } from "vitest";
import { impossibleIn } from "./pattern.ts";

const pattern = (state: unknown) => ({
  source: ["aws.ec2"],
  "detail-type": ["EC2 Instance State-change Notification"],
  detail: { state: [JSON.parse(JSON.stringify(state))] },
});

describe("impossibleIn", () => {
  it("finds a value that differs from the event's only in case", () =>
    expect(impossibleIn(pattern("Stopped"))).toMatchObject([
      { path: "detail.state", says: "Stopped", means: "stopped" },
    ]));
  it("finds a value that no event has", () =>
    expect(impossibleIn(pattern("halted"))).toMatchObject([{ path: "detail.state", says: "halted" }]));
  it.each(["stopped", { prefix: "st" }])("admits %j", (state) =>
    expect(impossibleIn(pattern(state))).toEqual([]),
  );
  it("finds a misspelled detail type", () =>
    expect(impossibleIn({ source: ["aws.s3"], "detail-type": ["object created"] })).toMatchObject([
      { path: "detail-type", means: "Object Created" },
    ]));
  it("says nothing of sources that it does not know", () =>
    expect(impossibleIn({ source: ["my.app"], detail: { state: ["Stopped"] } })).toEqual([]));
});
