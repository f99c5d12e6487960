import { describe, expect, it } from "vitest";
import { factsOf } from "../../facts/fact-base.ts";
import { readers } from "../../services/logs/facts.ts";
import { recorded } from "../../testing/recorded.ts";
import { linesAbout } from "./lines-about.ts";

const facts = factsOf(
  recorded(
    ["/app/web-1", "/app/web-10", "/app/other"].map((logGroupName) => ({
      service: "logs",
      operation: "FilterLogEvents",
      params: { logGroupName },
      response: {
        events: [
          { eventId: logGroupName, logStreamName: "s", timestamp: 1, message: "No space left on device" },
        ],
      },
    })),
  ),
  readers,
  "123456789012",
);
const web = {
  type: "AWS::EC2::Instance",
  id: "i-1",
  name: "web-1",
  account: "1",
  region: "r",
  data: {},
  source: { call: 1, pointer: "" },
  observedAt: "",
  links: [],
};

describe("linesAbout", () => {
  it("takes lines whose group names the resource whole, and no others", () =>
    expect(linesAbout(facts, web).map(({ group }) => group)).toEqual(["/app/web-1"]));
});
