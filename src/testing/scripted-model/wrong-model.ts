import { isArray, isObject, type JsonObject } from "../../core/json/json.ts";
import type { Behaviour, SeenRequest } from "../model-server/behaviour.ts";
import { inventedId } from "./scripted-model.ts";

/** Stands in every claim that is false by what was read: it must be found in no answer. */
export const falseWord = "Zanzibar";

/** Scripts of which none does its task: prose, no Python, names that do not exist, writes, secrets, nothing printed, a crash, no end. */
const scripts: readonly string[] = [
  "I am sorry, I cannot help with that.",
  "```python\nthis is no python (\n```",
  '```python\nimport json\n\nimport boto3\n\nprint(json.dumps(boto3.client("ec2").describe_servers()))\n```',
  '```python\nimport boto3\n\nboto3.client("ec2").terminate_instances(InstanceIds=["i-0123456789abcdef0"])\nprint("{}")\n```',
  '```python\nimport boto3\n\nprint(boto3.client("secretsmanager").get_secret_value(SecretId="prod")["SecretString"])\n```',
  "```python\nx = 1\n```",
  '```python\nimport boto3\n\nboto3.client("ec2").describe_instances()\nraise RuntimeError("no")\n```',
  '```python\nimport socket\n\nsocket.create_connection(("198.51.100.1", 443))\n```',
  '```python\nimport json\n\nprint(json.dumps({"State": "stopped", "cause": "made up"}))\n```',
  "```python\n```",
];

/** A model that is always wrong, in the right shape where the shape is what is read: every plan is empty, no script is of use, every conclusion is invented. */
export function wrongModel(request: SeenRequest, n: number): Behaviour {
  const [system = "", user = ""] = textsOf(request.body);
  return { kind: "answer", text: textFor(system, user, n) };
}

function textFor(system: string, user: string, n: number): string {
  if (system.startsWith("You read questions"))
    return JSON.stringify({
      subjects: [{ text: inventedId, type: "AWS::EC2::Instance", role: "subject" }],
      symptoms: ["weather"],
      asks: "health",
    });
  if (system.startsWith("You plan"))
    return JSON.stringify({ decision: n % 2 === 0 ? "conclude" : "collect", why: falseWord, tasks: [] });
  if (system.startsWith("You review")) return JSON.stringify({ approve: n % 2 === 0, concerns: [] });
  if (system.startsWith("You answer")) return JSON.stringify(concluded(user, n));
  return scripts[n % scripts.length] ?? "";
}

function concluded(user: string, n: number): JsonObject {
  const call = Number(/\[call (\d+)\]/.exec(user)?.[1] ?? 1);
  const real = /\b(?:i|sg|vpc|subnet|rtb)-[0-9a-f]{17}\b/.exec(user)?.[0] ?? "default";
  const claim = (more: JsonObject): JsonObject => ({
    title: `${falseWord}: ${real} blocks the way.`,
    severity: "critical",
    resource: { type: "AWS::EC2::Instance", id: real },
    property: "State",
    observed: `${falseWord}-stopped`,
    expected: "running",
    explanation: `${falseWord} is stopped.`,
    evidence: [{ call, pointer: "", query: null }],
    ...more,
  });
  const verdicts = ["no-fault-found", "fault-found", "answered", "inconclusive"];
  return {
    verdict: verdicts[n % verdicts.length] ?? "answered",
    summary: `It is all because of ${inventedId} in ${falseWord}.`,
    causes: ["F99"],
    claims: [
      claim({}),
      claim({ evidence: [] }),
      claim({ evidence: [{ call: 99_999, pointer: "", query: null }] }),
      claim({ evidence: [{ call, pointer: "/No/Such/Place", query: null }] }),
      claim({ resource: { type: "AWS::EC2::Instance", id: inventedId } }),
      claim({ evidence: [{ call, pointer: "", query: "No.Such[?x==`1`]" }] }),
    ],
    gaps: [`Whether ${inventedId} in ${falseWord} was stopped.`],
  };
}

function textsOf({ messages }: JsonObject): readonly string[] {
  return isArray(messages)
    ? messages.flatMap((message) =>
        isObject(message) && typeof message["content"] === "string" ? [message["content"]] : [],
      )
    : [];
}
