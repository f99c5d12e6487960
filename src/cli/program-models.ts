import { InvalidArgumentError, type Command } from "commander";
import type { CloudFlags, Json } from "./connect.ts";
import type { KeepFlags } from "./commands/library.ts";
import type { AllFlags, RenderFlags, TryFlags, WriteFlags as WritePromptFlags } from "./commands/prompts.ts";
import type { RefineFlags } from "./commands/refine-prompt.ts";
import type { WriteFlags } from "./commands/write-script.ts";
import { amount, cloud, json } from "./flags.ts";

/** The commands about language models, and the flags that choose them. */
export function addModels(program: Command): void {
  const models = program.command("models").description("the language models that can be asked");
  const loadModels = () => import("./commands/models.ts");
  cloud(models.command("list").description("the registry: what can be used, and for which roles")).action(
    async (options: CloudFlags) => (await loadModels()).list(options),
  );
  cloud(
    models
      .command("check")
      .argument("[id]", "default: every one whose key is set")
      .description("ask one cheap question: latency, structured output, tools"),
  ).action(async (id: string | undefined, options: CloudFlags) => (await loadModels()).check(id, options));

  const prompts = program.command("prompts").description("the prompt library");
  const loadPrompts = () => import("./commands/prompts.ts");
  cloud(prompts.command("list").description("every prompt with its version and size"))
    .option("--all", "also the canonical prompts, one for each probe")
    .action(async (options: AllFlags) => (await loadPrompts()).list(options));
  cloud(prompts.command("show").argument("<id>").description("its file")).action(
    async (id: string, options: CloudFlags) => (await loadPrompts()).show(id, options),
  );
  cloud(
    prompts.command("check").argument("[id]", "default: all").description("variables, templates, examples"),
  )
    .option("--all", "also the canonical prompts, one for each probe")
    .action(async (id: string | undefined, options: AllFlags) => (await loadPrompts()).check(id, options));
  const variables = (command: Command) =>
    command.option("--set <name=value...>", "a variable; @file for the text of a file");
  variables(cloud(prompts.command("render").argument("<id>").description("what a model would be told")))
    .option("--model <id>", "with what is said to this model besides")
    .action(async (id: string, options: RenderFlags) => (await loadPrompts()).render(id, options));
  variables(
    cloud(
      prompts
        .command("canonical")
        .argument("<id>", "as probe/ec2/network")
        .description("the script that is the right answer to a probe's prompt"),
    ),
  ).action(async (id: string, options: RenderFlags) => (await loadPrompts()).canonical(id, options));
  const tries = (command: Command) =>
    variables(cloud(command))
      .option("--model <id>", "default: the role's own")
      .option("--run <id>", "a recorded run tells what is not set; nothing is asked of AWS")
      .option("--aliases", "hide account ids, addresses and hosts from the model; default: as that run did");
  tries(prompts.command("try").argument("<id>").description("ask a model once, and check its answer")).action(
    async (id: string, options: TryFlags) => (await loadPrompts()).tryOnce(id, options),
  );
  tries(
    prompts
      .command("refine")
      .argument("<id>")
      .description("edit a prompt, checked at each save, and keep it"),
  )
    .option("--editor <command>", "default: VISUAL or EDITOR")
    .option("--yes", "keep what the editor leaves, if it passes the check; ask nothing")
    .action(async (id: string, options: RefineFlags) =>
      (await import("./commands/refine-prompt.ts")).refine(id, options),
    );
  cloud(
    prompts
      .command("write")
      .argument("<purpose>", "what it is for, in plain language")
      .description("have a model write a prompt; it is kept when it passes the check"),
  )
    .option("--role <role>", "router, orchestrator, coder, reviewer or analyst", "coder")
    .option("--model <id>", "default: the orchestrator's")
    .action(async (purpose: string, options: WritePromptFlags) =>
      (await loadPrompts()).write(purpose, options),
    );
}

/** `library`: scripts of models that a person kept. */
export function addLibrary(program: Command): void {
  const library = program
    .command("library")
    .description("scripts that models wrote, that ran, and that you kept; offered again for like tasks");
  const load = () => import("./commands/library.ts");
  json(
    library
      .command("keep")
      .argument("<run>", "run id, or its beginning")
      .argument("<step>", "number of the step (nephoscope runs show RUN)")
      .description("keep a step's script, on your word"),
  )
    .option("--name <name>", "default: made of the task's words")
    .option("--task <words>", "the task in your own words")
    .option("--yes", "your word, where nobody can be asked")
    .action(async (run: string, step: string, options: KeepFlags) => (await load()).keep(run, step, options));
  json(library.command("list").description("what is offered")).action(async (options: Json) =>
    (await load()).list(options),
  );
  json(library.command("show").argument("<name>").description("a script, and where it comes from")).action(
    async (name: string, options: Json) => (await load()).show(name, options),
  );
  json(library.command("remove").argument("<name>").description("offer it no more")).action(
    async (name: string, options: Json) => (await load()).remove(name, options),
  );
  json(library.command("check").description("check each as if it came from a stranger")).action(
    async (options: Json) => (await load()).check(options),
  );
}

/** The flags that choose who decides; `ask` and its like share them. */
export function modelFlags(command: Command): Command {
  return command
    .option("--offline", "use no model at all")
    .option("--model <id>", "the model for every role (nephoscope models list)")
    .option("--model-router <id>", "the model that reads the question")
    .option("--model-orchestrator <id>", "the model that plans")
    .option("--model-coder <id>", "the model that writes scripts")
    .option("--model-reviewer <id>", "the model that reviews them")
    .option("--model-analyst <id>", "the model that concludes")
    .option("--model-budget-usd <usd>", "what models may cost together", amount)
    .option("--model-budget-tokens <n>", "tokens that models may use together", tokens)
    .option("--review", "have each script reviewed by a second model before it runs")
    .option("--no-library", "offer no script that was kept from earlier runs")
    .option("--aliases", "hide account ids, addresses and hosts from models and traces")
    .option("--reuse-answers", "answer a question to a model from what it said before, where it is the same");
}

function tokens(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number of tokens.");
}

/** `script write`. */
export function addScriptWrite(script: Command): void {
  const command = cloud(
    script
      .command("write")
      .argument("<task>", "what to read, in plain language")
      .description("have a model write a script, and run it"),
  );
  modelFlags(command)
    .option("--out <file>", "where the script is put")
    .option("--timeout <time>", "as 60s or 5m", "300s")
    .action(async (task: string, options: WriteFlags) =>
      (await import("./commands/write-script.ts")).writeScript(task, options),
    );
}
