import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadProbes } from "../../../src/content/load-probes.ts";
import type { Finding } from "../../../src/core/finding.ts";
import type { RunRecord } from "../../../src/core/record/record.ts";
import { createNephoscope } from "../../../src/index.ts";
import type { SeenRequest } from "../../../src/testing/model-server/behaviour.ts";
import { renderMarkdown } from "../../../src/report/render-markdown.ts";
import { openAiWire } from "../../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../../src/testing/model-server/start-model-server.ts";
import { createScriptedModel, inventedId } from "../../../src/testing/scripted-model/scripted-model.ts";
import { commandLine } from "../command-line.ts";
import { simulatorWith } from "../simulator.ts";
import { modelFolder } from "./model-folder.ts";

const question = "Customers get timeouts on the shop, the load balancer shop-alb. What is wrong?";
const flawless = {
  wrongName: 0,
  missingImport: 0,
  missingPermission: 0,
  truncated: 0,
  prose: 0,
  inventedId: 0,
  repeats: 0,
};
const probes = await loadProbes([fileURLToPath(new URL("../../../src/services", import.meta.url))]);

describe("an analyst that lies", () => {
  it("adds nothing to what the playbook answers, and each lie stands with its reason", async () => {
    await using simulator = await simulatorWith("demo.yaml", "shop");
    const honest = createScriptedModel({ probes, mistakes: flawless }).answer;
    const asked: string[] = [];
    await using server = await startModelServer({
      wire: openAiWire,
      answer: (request, n) => {
        const { system, user } = textsOf(request);
        if (!system.startsWith("You answer")) return honest(request, n);
        asked.push(JSON.stringify(request.body["messages"]));
        return { kind: "answer", text: JSON.stringify(liesFor(user, String(simulator.bound["sg_web"]))) };
      },
    });
    using settings = new DisposableStack();
    settings.use(modelFolder([{ id: "liar", baseUrl: `${server.url}/v1` }]));
    using line = commandLine();
    await using nepho = await createNephoscope({
      home: line.home,
      endpointUrl: simulator.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
    });
    const code = await nepho.ask(question, { offline: true }).record;
    const model = await nepho.ask(question, { model: "liar" }).record;

    expect(toldBy(model)).toEqual(toldBy(code));
    expect(model.answer.rejectedClaims).toEqual([
      {
        text: "The way to the shop is fine.",
        why: expect.stringMatching(/^what is cited is about .+, not about /),
      },
      {
        text: "The shop's security group admits all.",
        why: expect.stringContaining("does not stand at call"),
      },
      { text: "There is no rule.", why: expect.stringContaining("something stands there") },
      {
        text: `${inventedId} blocks the way.`,
        why: `it names ${inventedId}, which stands in nothing that was read`,
      },
      { text: "Nothing is cited.", why: "it cites nothing" },
      {
        text: expect.stringContaining("is not the cause"),
        why: expect.stringContaining("it clears what was found"),
      },
    ]);
    // Once with what is wrong, in words; not a third time.
    expect(asked).toHaveLength(2);
    expect(asked[1]).toContain("These do not hold");
    expect(asked[1]).toContain("it cites nothing");
    const report = renderMarkdown({ record: model, verdicts: [] });
    expect(report).toContain("## Rejected claims");
    expect(report).toContain("Nothing is cited. (it cites nothing)");
  });
});

/** What an answer says, but for the numbers of calls. */
function toldBy({ answer }: RunRecord): unknown {
  const { verdict, summary, findings, ruledOut, gaps } = answer;
  const told = ({ evidence: _evidence, ...finding }: Finding) => finding;
  return {
    verdict,
    summary,
    findings: findings.map(told),
    ruledOut: ruledOut.map(({ check }) => check),
    gaps,
  };
}

/** Lies that cite what was really read: numbers of calls and ids are those of the prompt. */
function liesFor(user: string, group: string) {
  const call = (operation: string) =>
    Number(new RegExp(`\\[call (\\d+)\\] ${operation}`).exec(user)?.[1] ?? 0);
  const instance = /"InstanceId":"(i-[0-9a-f]+)"/.exec(user)?.[1] ?? "";
  const groups = { call: call("ec2:DescribeSecurityGroups"), pointer: "/SecurityGroups", query: null };
  const claim = {
    severity: "critical",
    property: "State",
    observed: "running",
    expected: "stopped",
    explanation: "It is so.",
    resource: { type: "AWS::EC2::SecurityGroup", id: group },
    evidence: [
      { call: call("ec2:DescribeInstances"), pointer: "/Reservations/0/Instances/0/State/Name", query: null },
    ],
  };
  return {
    verdict: "fault-found",
    summary: `${group} is not the cause: everything else is.`,
    causes: [],
    claims: [
      { ...claim, title: "The way to the shop is fine." },
      {
        ...claim,
        title: "The shop's security group admits all.",
        property: "CidrIp",
        observed: "198.51.100.0/24",
        evidence: [groups],
      },
      {
        ...claim,
        title: "There is no rule.",
        property: "SecurityGroups",
        observed: "none",
        evidence: [groups],
      },
      {
        ...claim,
        title: `${inventedId} blocks the way.`,
        resource: { type: "AWS::EC2::Instance", id: instance },
      },
      { ...claim, title: "Nothing is cited.", evidence: [] },
    ],
    gaps: [`Whether ${inventedId} was terminated.`],
  };
}

function textsOf({ body }: SeenRequest): { readonly system: string; readonly user: string } {
  const messages = (Array.isArray(body["messages"]) ? body["messages"] : []) as readonly {
    readonly role: string;
    readonly content: string;
  }[];
  const first = (role: string) => messages.find((one) => one.role === role)?.content ?? "";
  return { system: first("system"), user: first("user") };
}
