import type { Probe } from "../../core/probe.ts";
import type { During, Reasoner, Situation, Task, Written } from "../reason.ts";
import { askRole, askRoleForText } from "./ask-role.ts";
import { asking, timesOf, type ModelReasonerOptions } from "./asking.ts";
import { factsText } from "./facts-text.ts";
import { fenced } from "./fence.ts";
import { examplesText, type ScriptMatch } from "./match-scripts.ts";
import { probeTask } from "./probe-task.ts";
import { readScript } from "./read-script.ts";
import { ReviewShape } from "./shapes.ts";

/** A script for a task: the canonical one where there is one, else the coder's. */
export async function write(
  options: ModelReasonerOptions,
  task: Task,
  situation: Situation,
  during: During | undefined,
): Promise<Written> {
  if (task.probe && !writtenByModel(options, task)) return canonical(options, task, situation, during);
  const { same, near = [] } = keptFor(options, task, situation) ?? {};
  if (same) {
    await during?.note?.(`"${task.task}" was done before: the script "${same.name}" of the library does it.`);
    const { code, requirements, name } = same;
    const script: Written = { code, requirements, origin: "model", decidedBy: `library:${name}` };
    return (await reviewed(options, task, script, situation, during)) ?? script;
  }
  const written = await askRoleForText({
    ...asking(options, "coder", "coder/write", during, (room) => {
      // Never more than half of what facts may have.
      const similar = examplesText(near, room / 2);
      return {
        ...timesOf(situation),
        task: taskText(options, task),
        reason: task.reason,
        question: situation.question.text,
        facts: factsText(situation, room - similar.length, { task: task.task }),
        similar,
      };
    }),
    read: readScript,
  });
  if (written.kind === "failed") {
    await during?.note?.(`No script was written for "${task.task}": ${written.why}`);
    if (task.probe) return canonical(options, task, situation, during);
    // An empty script fails its check; the step is then given up or repaired like any other.
    return {
      code: "",
      requirements: [],
      origin: "model",
      decidedBy: options.models.coder[0]?.id ?? options.code.name,
    };
  }
  const script = { ...written.value, decidedBy: written.model };
  return (await reviewed(options, task, script, situation, during)) ?? script;
}

/** What the library has for a task. A script that failed at it in this run is not taken again as it is. */
function keptFor(
  options: ModelReasonerOptions,
  task: Task,
  { region, tried }: Situation,
): ScriptMatch | undefined {
  const place = task.target ?? { region };
  const account = "account" in place ? place.account : undefined;
  const match = options.library?.match(taskText(options, task), place.region, account);
  return match?.same && tried.some((one) => one.task === task.task) ? { near: match.near } : match;
}

/** A second pair of eyes, where the user wants one: its concerns go back to the coder once. Undefined: nothing to change. */
async function reviewed(
  options: ModelReasonerOptions,
  task: Task,
  script: Written,
  situation: Situation,
  during: During | undefined,
): Promise<Written | undefined> {
  if (!options.callsIn || options.models.reviewer.length === 0) return undefined;
  const calls = await options.callsIn(script.code);
  const review = await askRole({
    ...asking(options, "reviewer", "reviewer/review", during, () => ({
      task: task.task,
      code: script.code,
      calls: [...calls],
    })),
    name: "review",
    shape: ReviewShape,
  });
  if (review.kind === "failed" || review.value.approve || review.value.concerns.length === 0)
    return undefined;
  const concerns = review.value.concerns.map(
    ({ line, text }) => `${line === null ? "" : `line ${line}: `}${text}`,
  );
  return mended(
    options,
    { task, code: script.code, error: "A reviewer has concerns.", diagnostics: concerns, attempt: 1 },
    situation,
    during,
  );
}

/** Another script after one that failed, told what went wrong; undefined gives the step up. */
export async function repair(
  options: ModelReasonerOptions,
  input: Parameters<Reasoner["repair"]>[0],
  situation: Situation,
  during: During | undefined,
): Promise<Written | undefined> {
  const { task, script, error, diagnostics, attempt } = input;
  const byModel = writtenByModel(options, task) !== undefined;
  // The last word on a read that the checks need is the script that is known to be right.
  if (byModel && attempt > 1) return canonical(options, task, situation, during);
  if (script.origin === "probe" || (task.probe && !byModel)) {
    const repaired = await options.code.repair(input, situation, during);
    return repaired && { ...repaired, decidedBy: options.code.name };
  }
  const told = diagnostics
    .filter(({ fixed, severity }) => !fixed && severity !== "info")
    .slice(0, 20)
    .map(
      ({ line, rule, message, suggestion }) =>
        `line ${line}: ${message} (${rule})${suggestion === undefined ? "" : ` Use: ${suggestion}`}`,
    );
  if (script.code.trim() === "") return write(options, task, situation, during);
  const other = await mended(
    options,
    {
      task,
      code: script.code,
      error: `${error.kind}: ${fenced("error", error.message.slice(0, 4000))}`,
      diagnostics: told,
      attempt,
    },
    situation,
    during,
  );
  return other ?? (byModel ? canonical(options, task, situation, during) : undefined);
}

/** The probe whose task the coder is to do, where the user wants that. */
function writtenByModel({ scripts, probes }: ModelReasonerOptions, { probe }: Task): Probe | undefined {
  return scripts === "model" && probe ? probes.get(probe.probe) : undefined;
}

async function canonical(
  { code }: ModelReasonerOptions,
  task: Task,
  situation: Situation,
  during: During | undefined,
): Promise<Written> {
  return { ...(await code.write(task, situation, during)), decidedBy: code.name };
}

function taskText(options: ModelReasonerOptions, task: Task): string {
  const probe = writtenByModel(options, task);
  return probe && task.probe ? probeTask(probe, task.probe) : task.task;
}

interface Mending {
  readonly task: Task;
  readonly code: string;
  readonly error: string;
  readonly diagnostics: readonly string[];
  readonly attempt: number;
}

/** The coder's other script. After a second failure the next model of the role goes first; the same script again is no repair. */
async function mended(
  options: ModelReasonerOptions,
  mending: Mending,
  situation: Situation,
  during: During | undefined,
): Promise<Written | undefined> {
  const [first, ...others] = options.models.coder;
  const models =
    mending.attempt > 1 && first && others.length > 0 ? [...others, first] : options.models.coder;
  const outcome = await askRoleForText({
    ...asking(options, "coder", "coder/repair", during, () => ({
      now: situation.now,
      region: situation.region,
      question: situation.question.text,
      task: taskText(options, mending.task),
      code: mending.code.trim(),
      error: mending.error,
      diagnostics: [...mending.diagnostics],
      attempt: mending.attempt,
    })),
    models,
    read: (text) => {
      const script = readScript(text);
      return script && script.code.trim() !== mending.code.trim() ? script : undefined;
    },
  });
  if (outcome.kind === "answered") return { ...outcome.value, decidedBy: outcome.model };
  await during?.note?.(`The script for "${mending.task.task}" could not be mended: ${outcome.why}`);
  return undefined;
}
