import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadScripts, scriptFile, sealed, type KeptScript } from "../../content/load-scripts.ts";
import { digestOf } from "../../core/json/digest.ts";
import { AppError } from "../../core/errors.ts";
import { foldRecord, startOf } from "../../core/fold/fold-record.ts";
import type { RunRecord, Step } from "../../core/record/record.ts";
import type { ScriptCheck } from "../../core/script.ts";
import { matchScripts, type ScriptLibrary } from "../../reason/model/match-scripts.ts";
import { recordedCalls } from "../runs/recorded-calls.ts";
import { eventsOfRun } from "../runs/runs.ts";
import { modelRegistry } from "../models/open-models.ts";
import { promptRedactor } from "../models/prompt-redactor.ts";
import { scriptOrigins } from "./script-origins.ts";
import type { Workshop } from "../workshop.ts";

export interface ScriptLibraryOf {
  readonly workshop: Workshop;
  readonly now: () => Date;
}

export interface KeepScript {
  /** Default: made of the task's words. */
  readonly name?: string;
  /** The task in a person's own words; default: as it was given to the coder. */
  readonly task?: string;
}

/** A file of the library, and why it is not offered, where it is not. */
export interface KeptCheck {
  readonly name: string;
  readonly file: string;
  readonly ok: boolean;
  readonly faults: readonly string[];
}

/** Scripts that models wrote, that ran, and that a person kept: in the user's own folder. */
export function scriptLibraryOf({ workshop, now }: ScriptLibraryOf) {
  const folder = folderOf(workshop);
  const all = async () => (await checkedScripts(workshop)).filter(({ script }) => script !== undefined);
  const one = async (name: string): Promise<KeptScript> => {
    const found = (await all()).find(({ script }) => script?.name === name)?.script;
    if (found) return found;
    throw new AppError("usage", `No script is kept as "${name}".`, { next: "nephoscope library list" });
  };
  const propose = (run: string, step: number, asked: KeepScript = {}) =>
    proposed(workshop, now, run, step, asked);
  return {
    /** Those that are offered. */
    list: async (): Promise<readonly KeptScript[]> =>
      (await all()).flatMap(({ script, faults }) => (script && faults.length === 0 ? [script] : [])),
    show: one,
    /** All of them, with what is wrong with each. */
    check: async (): Promise<readonly KeptCheck[]> =>
      (await checkedScripts(workshop)).map(({ name, file, faults }) => ({
        name,
        file,
        ok: faults.length === 0,
        faults,
      })),
    /** What would be kept of a run, for a person to look at; nothing is written. Throws AppError where it must not be kept. */
    propose,
    /** Keeps it. To be called on a person's word only: what was learnt from a hostile account must not become tomorrow's canon. */
    keep: async (
      run: string,
      step: number,
      asked: KeepScript = {},
    ): Promise<{ name: string; file: string }> => {
      const script = await propose(run, step, asked);
      const file = join(folder, `${script.name}.yaml`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(`${file}.new`, scriptFile(script), { mode: 0o600 });
      await rename(`${file}.new`, file);
      await workshop.store().audit.append(
        now().toISOString(),
        {
          kind: "approval",
          what: `keep script ${script.name} (${script.digest})`,
          by: "user",
          decision: "approved",
        },
        script.provenance.run,
      );
      return { name: script.name, file };
    },
    /** Also one that is no longer offered. */
    remove: async (name: string): Promise<{ file: string }> => {
      const found = (await checkedScripts(workshop)).find((kept) => kept.name === name);
      if (!found)
        throw new AppError("usage", `No script is kept as "${name}".`, { next: "nephoscope library check" });
      await rm(found.file);
      return { file: found.file };
    },
  };
}

/** The library as the coder is offered it in a run; undefined where nothing is kept. What is not in order is left out, with a note. */
export async function openScriptLibrary(
  workshop: Workshop,
  here: { readonly account: string },
): Promise<ScriptLibrary | undefined> {
  if (!existsSync(folderOf(workshop))) return undefined;
  const checked = await checkedScripts(workshop);
  for (const { name, faults } of checked)
    if (faults.length > 0) workshop.report(`The kept script ${name} is not used: ${faults[0] ?? ""}`);
  const scripts = checked.flatMap(({ script, faults }) => (script && faults.length === 0 ? [script] : []));
  if (scripts.length === 0) return undefined;
  return {
    match: (task, region, account = here.account) =>
      matchScripts(scripts, task, { account: accountMark(account), region }),
  };
}

/** Thirty-two bits of a digest: enough to tell a user's accounts apart, and true of hundreds of account ids. */
export function accountMark(account: string): string {
  return digestOf(`nephoscope account ${account}`).slice("sha256:".length, "sha256:".length + 8);
}

function folderOf({ settings }: Workshop): string {
  return join(settings.userFolder, "library");
}

interface Checked {
  readonly name: string;
  readonly file: string;
  readonly script?: KeptScript;
  readonly faults: readonly string[];
}

/** Each file, checked as if it came from a stranger. */
async function checkedScripts(workshop: Workshop): Promise<readonly Checked[]> {
  const folder = folderOf(workshop);
  const broken: Checked[] = [];
  const scripts = await loadScripts(folder, (error, file) => {
    const name = file.slice(folder.length + 1).replace(/\.yaml$/, "");
    broken.push({ name, file, faults: [error.message] });
  });
  const checker = scripts.length === 0 ? undefined : await workshop.checker();
  const checked = await Promise.all(
    scripts.map(async (script): Promise<Checked> => {
      const { code, requirements, name } = script;
      const check = await checker?.check({ code, requirements, account: "*", region: "*" });
      return { name, file: join(folder, `${name}.yaml`), script, faults: check ? faultsOf(check) : [] };
    }),
  );
  return [...broken, ...checked];
}

const readOnly = new Set<string>(["pure", "logs"]);

/** What keeps a script out of the library, whatever it did once. */
function faultsOf({ diagnostics, calls, unresolved }: ScriptCheck): readonly string[] {
  const beyond = calls.flatMap(({ service, operation, effects, line }) =>
    effects
      .filter((effect) => !readOnly.has(effect))
      .map((effect) => `line ${line}: ${service}:${operation} does more than read (${effect})`),
  );
  return [
    ...diagnostics
      .filter(({ severity, fixed }) => severity === "error" && !fixed)
      .map(({ line, message }) => `line ${line}: ${message}`),
    ...beyond,
    ...unresolved.map(({ line, why }) => `line ${line}: what is called cannot be seen (${why})`),
    ...(calls.length === 0 ? ["it calls nothing"] : []),
  ];
}

async function proposed(
  workshop: Workshop,
  now: () => Date,
  idOrPrefix: string,
  number: number,
  { name, task: words }: KeepScript,
): Promise<KeptScript> {
  const events = await eventsOfRun(workshop.store(), idOrPrefix);
  const { job, run, scope } = startOf(events);
  if (job !== "ask") throw notKept(`${run} is no run of "ask"`);
  const record = foldRecord(events);
  const step = usedStep(record, number);
  const task = words ?? step.task;
  const origins = await scriptOrigins(step.script.code, task, {
    calls: await recordedCalls(workshop.store(), events),
    asked: `${record.question} ${words ?? ""}`,
  });
  if (origins.hostile.length > 0) throw notKept(origins.hostile.join("; "));
  const secret = secretIn(`${task.replaceAll("\n", " ")}\n${step.script.code}`, workshop.settings);
  if (secret !== undefined) throw notKept(secret);
  const { requirements } = step.script;
  const checker = await workshop.checker();
  const check = await checker.check({ code: origins.code, requirements, account: "*", region: "*" });
  const [fault] = faultsOf(check);
  if (fault !== undefined) throw notKept(fault);
  const place = step.target ?? { account: scope.account, region: scope.regions[0] ?? "us-east-1" };
  const calls = check.calls.map(({ service, operation }) => `${service}:${operation}`);
  return sealed({
    name: await freeName(workshop, name ?? nameFor(task)),
    task,
    services: [...new Set(check.calls.map(({ service }) => service))].toSorted(),
    calls: [...new Set(calls)].toSorted(),
    requirements: check.requirements,
    policy: check.policy,
    provenance: {
      run,
      step: number,
      account: accountMark(place.account),
      region: place.region,
      ...(scope.endpoint !== undefined && { endpoint: scope.endpoint }),
      decidedBy: step.decidedBy,
      keptAt: now().toISOString(),
      ran: digestOf(step.script.code),
    },
    bound: [...origins.bound],
    code: check.fixedCode,
  });
}

/** The step, where it is one that may be kept: a model wrote its script, it ran to its end, and what it read is part of the answer. */
function usedStep(record: RunRecord, number: number): Step {
  const step = record.steps.find((one) => one.step === number);
  if (!step)
    throw new AppError("usage", `The run ${record.id} has no step ${number}.`, {
      next: `nephoscope runs show ${record.id}`,
    });
  if (step.script.origin !== "model") throw notKept("its script is a canonical one already");
  if (step.decidedBy.startsWith("library:")) throw notKept("it is kept already");
  const last = step.attempts.at(-1);
  if (step.status !== "done" || last?.outcome?.kind !== "exited" || last.outcome.exitCode !== 0 || last.error)
    throw notKept("it did not run to its end");
  const { answer } = record;
  const cited = [...answer.findings, ...answer.ruledOut].flatMap(({ evidence }) =>
    evidence.map(({ call }) => call),
  );
  const used =
    cited.some((call) => step.calls.includes(call)) ||
    (answer.verdict === "answered" && step.output !== undefined);
  if (record.status !== "answered" || !used) throw notKept("the answer rests on nothing that it read");
  return step;
}

/** What is kept is told to models in other runs: a script that holds a secret has to be asked for without it. `text`: the task, then the script. */
function secretIn(text: string, settings: Workshop["settings"]): string | undefined {
  const shown = promptRedactor(settings, modelRegistry(settings).models)(text);
  if (shown === text) return undefined;
  const told = shown.split("\n");
  const line = text.split("\n").findIndex((one, index) => one !== told[index]);
  return line === 0 ? "task: it holds what looks like a secret" : `line ${line}: what looks like a secret`;
}

function notKept(why: string): AppError {
  return new AppError("usage", `The script is not kept: ${why}.`, {
    next: "nephoscope runs show RUN   shows the steps of a run.",
  });
}

async function freeName(workshop: Workshop, name: string): Promise<string> {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(name))
    throw new AppError("usage", `"${name}" is no name.`, {
      next: 'A name has lower case letters, digits and "-", at most 64.',
    });
  if (existsSync(join(folderOf(workshop), `${name}.yaml`)))
    throw new AppError("usage", `A script is kept as "${name}" already.`, {
      next: "Give another --name, or remove that one first.",
    });
  return name;
}

function nameFor(task: string): string {
  const words = task.toLowerCase().match(/[a-z]{3,}/g) ?? [];
  const telling = words.filter(
    (word) => !/^(?:the|and|for|with|all|each|that|this|which|whose|from)$/.test(word),
  );
  return telling.slice(0, 5).join("-").slice(0, 60).replace(/-+$/, "") || "script";
}
