import type { Probe } from "../../core/probe.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../core/json.ts";
import { renderProbe } from "../../reason/playbook/render-probe.ts";
import type { Behaviour, SeenRequest } from "../model-server/behaviour.ts";
import { Chance, spoiled, usualMistakes, type Mistakes } from "./mistakes.ts";

export interface ScriptedModelOptions {
  readonly probes: ReadonlyMap<string, Probe>;
  readonly mistakes?: Mistakes;
  readonly seed?: string;
}

/** What a scripted model did, by kind. */
export type Tally = Map<string, number>;

/**
 * A model that follows the prompts, knows the canonical scripts by heart, and errs at given rates: on purpose, and the same way each time. It sees only
 * the text of each request, like any model. `answer` serves a fake model server.
 */
export function createScriptedModel({ probes, mistakes = usualMistakes, seed = "1" }: ScriptedModelOptions) {
  const tally: Tally = new Map();
  const count = (what: string) => tally.set(what, (tally.get(what) ?? 0) + 1);
  const cut = new Map<string, string>();

  const answer = (request: SeenRequest, n: number): Behaviour => {
    const { system, user, all } = textsOf(request.body);
    const chance = new Chance(`${seed} ${n} ${user.length}`);
    count("requests");
    if (all.at(-1)?.includes("Your answer was cut off")) return goOn(all, cut);
    const text = textFor(system, user, chance);
    const told = chance.hits(mistakes.prose) ? wordy(text, count) : text;
    if (!chance.hits(mistakes.truncated) || told.length < 80) return { kind: "answer", text: told };
    count("truncated");
    const at = Math.floor(told.length * (0.3 + chance.draw() * 0.6));
    cut.set(user, told);
    return { kind: "answer", text: told.slice(0, at), stop: "length" };
  };

  const textFor = (system: string, user: string, chance: Chance): string => {
    if (system.startsWith("You read questions"))
      return JSON.stringify({ subjects: [], symptoms: [], asks: "cause" });
    if (system.startsWith("You plan")) return planned(user, chance);
    if (system.startsWith("You review")) return JSON.stringify({ approve: true, concerns: [] });
    if (system.startsWith("You answer")) return concluded(user, chance);
    return scripted(user, chance, system.startsWith("You mend"));
  };

  const planned = (user: string, chance: Chance): string => {
    const tried = linesUnder(user, "Tasks tried so far:");
    const again = chance.hits(mistakes.repeats)
      ? tried[0]?.replace(/ \[.*| *: (?:done|abandoned)$/, "")
      : undefined;
    if (again !== undefined) count("task again");
    const tasks =
      again === undefined ? [] : [{ task: again, reason: "once more", probe: null, variables: [] }];
    return JSON.stringify({
      decision: tasks.length > 0 ? "collect" : "conclude",
      why: "what is known suffices",
      tasks,
    });
  };

  const scripted = (user: string, chance: Chance, mending: boolean): string => {
    const before = /The script:\n```python\n([\s\S]*?)\n```/.exec(user)?.[1];
    if (mending && before !== undefined && chance.hits(mistakes.repeats)) {
      count("script again");
      return `\`\`\`python\n${before}\n\`\`\``;
    }
    const canonical = canonicalFor(user, probes);
    if (canonical === undefined) return "I do not know how to do that.";
    const { code, made } = spoiled(canonical, mending ? halved(mistakes) : mistakes, chance);
    for (const kind of made) count(kind);
    return `\`\`\`python\n${code}\n\`\`\``;
  };

  const concluded = (user: string, chance: Chance): string => {
    const said = /Code's own conclusion: ([\w-]+)\. ([^\n]*)/.exec(user);
    const findings = [...user.matchAll(/<data name="(F\d+)"/g)].map(([, name = ""]) => name);
    const invented = chance.hits(mistakes.inventedId);
    if (invented) count("invented id");
    return JSON.stringify({
      verdict: said?.[1] ?? "inconclusive",
      summary: `${said?.[2] ?? "Nothing can be said."}${invented ? " It began with i-0badc0ffee0badc0f." : ""}`,
      causes: findings.slice(0, 1),
      claims: invented ? [inventedClaim] : [],
      gaps: [],
    });
  };

  return { answer, tally };
}

const inventedClaim = {
  title: "The instance i-0badc0ffee0badc0f blocks the way.",
  severity: "critical",
  resource: { type: "AWS::EC2::Instance", id: "i-0badc0ffee0badc0f" },
  property: "State",
  observed: "stopped",
  expected: "running",
  explanation: "i-0badc0ffee0badc0f is stopped.",
  evidence: [{ call: 1, pointer: "/Reservations/0/Instances/0/State/Name", query: null }],
};

function wordy(text: string, count: (what: string) => void): string {
  count("prose");
  const body = text.startsWith("```") ? text : `\`\`\`json\n${text}\n\`\`\``;
  return `Certainly! Here is what you asked for:\n\n${body}\n\nLet me know whether that helps.`;
}

/** Mended scripts are better than first ones, as with real models. */
function halved(mistakes: Mistakes): Mistakes {
  return {
    ...mistakes,
    wrongName: mistakes.wrongName / 2,
    missingImport: mistakes.missingImport / 2,
    missingPermission: mistakes.missingPermission / 2,
  };
}

/** The canonical script for a task in the words of `probeTask`. */
function canonicalFor(user: string, probes: ReadonlyMap<string, Probe>): string | undefined {
  const task = /^Task: ([\s\S]*?)\n(?:Why: |It serves the question: )/m.exec(user)?.[1] ?? "";
  const probe = [...probes.values()].find(
    ({ summary }) => task === summary || task.startsWith(`${summary}\nWith:`),
  );
  if (!probe) return undefined;
  const given = Object.entries(probe.variables).map(([name]) => {
    const line = task.split("\n").find((one) => one.startsWith(`- ${name} (`));
    const value: Json =
      line === undefined ? null : (JSON.parse(line.slice(line.lastIndexOf("): ") + 3)) as Json);
    return [name, value] as const;
  });
  const variables = Object.fromEntries(given.filter(([, value]) => value !== null)) as Parameters<
    typeof renderProbe
  >[1];
  return renderProbe(probe, variables).trimEnd();
}

/** The rest of an answer that was cut, from a whole line on. */
function goOn(all: readonly string[], cut: ReadonlyMap<string, string>): Behaviour {
  const kept = all.at(-2) ?? "";
  const whole = [...cut.values()].find((text) => text.startsWith(kept)) ?? "";
  return { kind: "answer", text: whole.slice(kept.length).replace(/^\n/, "") };
}

function linesUnder(text: string, heading: string): readonly string[] {
  const lines = text.split("\n");
  const from = lines.indexOf(heading);
  const until = lines.findIndex((line, at) => at > from && !line.startsWith("- "));
  return from < 0 ? [] : lines.slice(from + 1, until < 0 ? undefined : until).map((line) => line.slice(2));
}

function textsOf(body: JsonObject): { system: string; user: string; all: readonly string[] } {
  const messages = isArray(body["messages"]) ? body["messages"] : [];
  const texts = messages.flatMap((message) =>
    isObject(message) && typeof message["content"] === "string"
      ? [{ role: message["role"], text: message["content"] }]
      : [],
  );
  return {
    system: texts.find(({ role }) => role === "system")?.text ?? "",
    user: texts.find(({ role }) => role === "user")?.text ?? "",
    all: texts.map(({ text }) => text),
  };
}
