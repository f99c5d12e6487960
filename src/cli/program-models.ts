import type { Command } from "commander";
import type { CloudFlags } from "./connect.ts";
import type { RenderFlags } from "./prompts.ts";
import type { WriteFlags } from "./write-script.ts";

/** The commands about language models, and the flags that choose them. */
export function addModels(program: Command, cloud: (command: Command) => Command): void {
  const models = program.command("models").description("the language models that can be asked");
  const loadModels = () => import("./models.ts");
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
  const loadPrompts = () => import("./prompts.ts");
  cloud(prompts.command("list").description("every prompt with its version and size")).action(
    async (options: CloudFlags) => (await loadPrompts()).list(options),
  );
  cloud(prompts.command("show").argument("<id>").description("its file")).action(
    async (id: string, options: CloudFlags) => (await loadPrompts()).show(id, options),
  );
  cloud(
    prompts.command("check").argument("[id]", "default: all").description("variables, templates, examples"),
  ).action(async (id: string | undefined, options: CloudFlags) => (await loadPrompts()).check(id, options));
  cloud(prompts.command("render").argument("<id>").description("what a model would be told"))
    .option("--set <name=value...>", "a variable; @file for the text of a file")
    .option("--model <id>", "with what is said to this model besides")
    .action(async (id: string, options: RenderFlags) => (await loadPrompts()).render(id, options));
}

/** The flags that choose who decides; `ask` and its like share them. */
export function modelFlags(command: Command, amount: (text: string) => number): Command {
  return command
    .option("--offline", "use no model at all")
    .option("--model <id>", "the model for every role (nephoscope models list)")
    .option("--model-router <id>", "the model that reads the question")
    .option("--model-orchestrator <id>", "the model that plans")
    .option("--model-coder <id>", "the model that writes scripts")
    .option("--model-reviewer <id>", "the model that reviews them")
    .option("--model-analyst <id>", "the model that concludes")
    .option("--model-budget-usd <usd>", "what models may cost together", amount)
    .option("--review", "have each script reviewed by a second model before it runs")
    .option("--aliases", "hide account ids and addresses from models");
}

/** `script write`. */
export function addScriptWrite(
  script: Command,
  cloud: (command: Command) => Command,
  amount: (text: string) => number,
): void {
  const command = cloud(
    script
      .command("write")
      .argument("<task>", "what to read, in plain language")
      .description("have a model write a script, and run it"),
  );
  modelFlags(command, amount)
    .option("--out <file>", "where the script is put")
    .option("--timeout <time>", "as 60s or 5m", "300s")
    .action(async (task: string, options: WriteFlags) =>
      (await import("./write-script.ts")).writeScript(task, options),
    );
}
