import type { Probe } from "../../core/probe.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../core/json/json.ts";
import { renderProbe } from "../../reason/playbook/render-probe.ts";
import type { Behaviour, SeenRequest } from "../model-server/behaviour.ts";
import { Chance, spoiled, usualMistakes, type MistakeKind, type Mistakes } from "./mistakes.ts";

export interface ScriptedModelOptions {
  readonly probes: ReadonlyMap<string, Probe>;
  readonly mistakes?: Mistakes;
  readonly seed?: string;
}

/** One mistake: what it was, and the script that it stands in, for mistakes of scripts. */
export interface Mistake {
  readonly kind: MistakeKind;
  readonly code?: string;
  readonly tokens: number;
}

/** An id that no account has. */
export const inventedId = "i-0badc0ffee0badc0f";

/**
 * A model that follows the prompts, knows the canonical scripts by heart, and errs at given rates: on purpose, by the seed and the number of the request.
 * It sees only the text of each request, like any model. `answer` serves a fake model server; `mistakes` is what it did wrong so far.
 */
export function createScriptedModel({ probes, mistakes = usualMistakes, seed = "1" }: ScriptedModelOptions) {
  const made: Mistake[] = [];
  const err = (kind: MistakeKind, text: string, code?: string) =>
    made.push({ kind, tokens: Math.ceil(text.length / 4), ...(code !== undefined && { code }) });
  /** Whole answers that were cut, by the conversation that they belong to. */
  const cut = new Map<string, string>();

  const answer = (request: SeenRequest, n: number): Behaviour => {
    const { system, user, all } = textsOf(request.body);
    const chance = new Chance(`${seed} ${n}`);
    const goesOn = all.at(-1)?.includes("Your answer was cut off") === true;
    const conversation = (goesOn ? all.slice(0, -2) : all).join("\n");
    const text = goesOn ? rest(cut.get(conversation) ?? "", all.at(-2) ?? "") : textFor(system, user, chance);
    const told = !goesOn && chance.hits(mistakes.prose) ? wordy(text, err) : text;
    if (goesOn || told.length < 80 || !chance.hits(mistakes.truncated)) return { kind: "answer", text: told };
    err("truncated", told);
    cut.set(conversation, told);
    const at = Math.floor(told.length * (0.3 + chance.draw() * 0.6));
    return { kind: "answer", text: told.slice(0, at), stop: "length" };
  };

  const textFor = (system: string, user: string, chance: Chance): string => {
    if (system.startsWith("You read questions"))
      return JSON.stringify({ subjects: [], symptoms: [], asks: "cause" });
    // What is pointed at it leaves to code.
    if (system.startsWith("You complete questions")) return JSON.stringify({ question: null });
    if (system.startsWith("You plan")) return planned(user, chance);
    if (system.startsWith("You review")) return JSON.stringify({ approve: true, concerns: [] });
    if (system.startsWith("You answer")) return concluded(user, chance);
    return scripted(user, chance, system.startsWith("You mend"));
  };

  const planned = (user: string, chance: Chance): string => {
    const tried =
      /Tasks tried so far:\n- <data [^\n]*>\n([\s\S]*?)\n<\/data/.exec(user)?.[1]?.split("\n") ?? [];
    const again = chance.hits(mistakes.repeats)
      ? tried[0]?.replace(/ \[[^\]]*\]: (?:done|abandoned)$|: (?:done|abandoned)$/, "")
      : undefined;
    if (again !== undefined) err("task again", again);
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
      err("script again", before);
      return `\`\`\`python\n${before}\n\`\`\``;
    }
    const canonical = canonicalFor(user, probes);
    if (canonical === undefined) return "I do not know how to do that.";
    const { code, made: kinds } = spoiled(canonical, mending ? fewer(mistakes) : mistakes, chance);
    for (const kind of kinds) err(kind, code, code);
    return `\`\`\`python\n${code}\n\`\`\``;
  };

  const concluded = (user: string, chance: Chance): string => {
    const said = /Code's own conclusion: ([\w-]+)\. (?:<data [^\n]*>\n)?([^\n]*)/.exec(user);
    const findings = [...user.matchAll(/<data name="(F\d+)"/g)].map(([, name = ""]) => name);
    const invents = chance.hits(mistakes.inventedId);
    const [claims, words, gaps] = invents ? invented(user, chance) : [[], "", []];
    if (invents) err("invented id", inventedId);
    return JSON.stringify({
      verdict: said?.[1] ?? "inconclusive",
      summary: `${said?.[2] ?? "Nothing can be said."}${words}`,
      causes: findings.slice(0, 1),
      claims,
      gaps,
    });
  };

  return { answer, mistakes: (): readonly Mistake[] => made };
}

type Invented = readonly [claims: readonly JsonObject[], words: string, gaps: readonly string[]];

/** An invented id where a model would put one: as a claim of its own, in the words of a claim whose citation holds, in the summary, among the gaps. */
function invented(user: string, chance: Chance): Invented {
  const call = Number(/\[call (\d+)\]/.exec(user)?.[1] ?? 1);
  const claim = {
    title: `The instance ${inventedId} blocks the way.`,
    severity: "critical",
    resource: { type: "AWS::EC2::Instance", id: inventedId },
    property: "State",
    observed: "stopped",
    expected: "running",
    explanation: `${inventedId} is stopped.`,
    evidence: [{ call, pointer: "/Reservations/0/Instances/0/State/Name", query: null }],
  };
  // The citation is of the whole response, which is always there.
  const beside = {
    ...claim,
    title: "What was read is incomplete.",
    observed: "{}",
    evidence: [{ call, pointer: "", query: null }],
  };
  switch (Math.floor(chance.draw() * 4)) {
    case 0:
      return [[claim], ` It began with ${inventedId}.`, []];
    case 1:
      return [[beside], "", []];
    case 2:
      return [[], ` It began with ${inventedId.toUpperCase()}.`, []];
    default:
      return [[claim], "", [`Whether ${inventedId} was stopped by arn:aws:iam::999999999999:user/nobody.`]];
  }
}

function wordy(text: string, err: (kind: MistakeKind, text: string) => void): string {
  err("prose", text);
  const body = text.startsWith("```") ? text : `\`\`\`json\n${text}\n\`\`\``;
  return `Certainly! Here is what you asked for:\n\n${body}\n\nLet me know whether that helps.`;
}

/** Mended scripts are better than first ones, as with real models; a read that was refused is not tried again. */
function fewer({ refusedRead: _refused, ...mistakes }: Mistakes): Mistakes {
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

/** The rest of an answer that was cut: what comes behind the part that was kept, from a whole line on. */
function rest(whole: string, kept: string): string {
  return whole.slice(kept.length).replace(/^\n/, "");
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
