import { readFileSync } from "node:fs";
import type { AskFlags } from "./commands/ask.ts";
import type {
  AcknowledgeFlags,
  ExportFlags as AuditExportFlags,
  PruneFlags,
  ShowFlags,
  VerifyFlags,
} from "./commands/audit.ts";
import type { BrokerFlags } from "./commands/broker.ts";
import type { CloudFlags, Json } from "./connect.ts";
import type { DoctorFlags } from "./commands/doctor.ts";
import type { AccessFlags, PathFlags } from "./commands/explain.ts";
import type { ExportFlags, ListFlags, PurgeFlags, ResumeFlags } from "./commands/runs.ts";
import type { CheckFlags, RunFlags } from "./commands/script.ts";
import type { TestFlags } from "./commands/script-test.ts";
import type { StartFlags } from "./commands/simulate.ts";
import type { TraceFlags } from "./commands/runs-trace.ts";
import { Command, InvalidArgumentError, Option } from "commander";
import { addChat } from "./program-chat.ts";
import { addLibrary, addModels, addScriptWrite, modelFlags } from "./program-models.ts";

const version = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }
).version;

/** The commands and their flags. Each action is loaded when it is called: `--help` costs nothing else. */
export function makeProgram(): Command {
  const program = new Command("nephoscope")
    .description("Ask your cloud a question in plain language, get an answer you can check.")
    .version(version)
    .exitOverride()
    .showHelpAfterError("(nephoscope --help shows what there is)");
  addAsk(program);
  addExplain(program);
  addRuns(program);
  addAudit(program);
  addScript(program);
  addModels(program, cloud);
  addLibrary(program);
  addSimulate(program);
  addBroker(program);
  addOthers(program);
  return program;
}

function cloud(command: Command): Command {
  return command
    .option("--profile <name>", "AWS profile")
    .option(
      "--region <regions>",
      "AWS region; several with commas or one flag each; all: every enabled one",
      more,
    )
    .option("--role-arn <arn>", "role to assume; several: as many accounts in one run", more)
    .option("--include-base", "with roles: also the account of the credentials themselves")
    .addOption(
      new Option("--broker <kind>", "who holds the credentials: this process, or nephoscope broker").choices([
        "inline",
        "process",
      ]),
    )
    .option("--broker-socket <path>", "where nephoscope broker listens")
    .option("--endpoint-url <url>", "another endpoint than AWS, as a simulator")
    .addOption(
      new Option("--sandbox <kind>", "how scripts are isolated").choices([
        "bubblewrap",
        "container",
        "landlock",
        "none",
      ]),
    )
    .option("--node <slot=file>", "a node of your own in the graph, as before-run=./audit.mjs", another)
    .option("--json", "print one JSON document");
}

function traced(): Option {
  return new Option("--trace <systems>", "send the run to langsmith or otlp; off: to none").argParser(list);
}

function rehearsal(): Option {
  return new Option(
    "--rehearse <when>",
    "let scripts run against made-up answers first (auto: those of a model)",
  ).choices(["auto", "always", "never"]);
}

function addAsk(program: Command): void {
  const command = program
    .command("ask")
    .argument("[question...]", "in plain language, in quotes")
    .description("ask about an AWS account and get a proven answer");
  askFlags(command)
    .option("--estimate", "say before what it will likely take: models, tokens, calls, money")
    .action(async (question: string[], options: AskFlags) =>
      (await import("./commands/ask.ts")).ask(question, options),
    );
  askFlags(
    program
      .command("solve")
      .argument("<problem...>", "in plain language, in quotes")
      .description("ask, and give problem, prompts, scripts, data and suggestion as one document"),
  ).action(async (problem: string[], options: AskFlags) =>
    (await import("./commands/solve.ts")).solve(problem, options),
  );
  addChat(program, askFlags);
  cloud(
    program
      .command("demo")
      .argument("[scenario]", "one of nephoscope simulate scenarios")
      .description("seed a fault in the bundled simulator and ask about it"),
  ).action(async (scenario: string | undefined, options: CloudFlags) =>
    (await import("./commands/demo.ts")).demo(scenario, options),
  );
}

/** The flags of `ask`, which its like share. */
function askFlags(command: Command): Command {
  return modelFlags(cloud(command), amount)
    .addOption(
      new Option("--scripts <who>", "who writes scripts that a canonical one would do").choices([
        "canonical",
        "model",
      ]),
    )
    .option("--events", "print the event stream as JSON lines")
    .option("--max-iterations <n>", "rounds of collecting", countingNumber, 4)
    .option("--max-attempts <n>", "attempts a step", countingNumber, 3)
    .option("--budget-usd <usd>", "what AWS calls may cost together", amount)
    .option("--max-calls <n>", "AWS calls that may be sent", wholeNumber)
    .option("--timeout <time>", "as 60s or 5m", "120s")
    .option("--at <time>", "the moment of the trouble: ISO, or as 2h, yesterday 14:00")
    .option("--since <time>", "where the time window begins")
    .option("--until <time>", "where it ends")
    .option("--alarm <name>", "make the question from this alarm")
    .option("--allow <effects>", "open effects: data, secret, mutates …", list)
    .option("--services <names>", "only these services", list)
    .addOption(rehearsal().default("auto"))
    .addOption(traced());
}

function addExplain(program: Command): void {
  const explain = program
    .command("explain")
    .description("decide a question about access or reachability from the account's own settings");
  cloud(explain.command("access").description("would this call be allowed, and what decides it?"))
    .requiredOption("--principal <principal>", "ARN, user or role name, service principal, or *")
    .requiredOption("--action <action>", "as s3:GetObject")
    .requiredOption("--resource <resource>", "ARN or *")
    .option("--context <key=value...>", "condition keys; commas separate several values")
    .option("--max-calls <n>", "AWS calls that may be sent", wholeNumber)
    .option("--timeout <time>", "as 60s or 5m")
    .action(async (options: AccessFlags) => (await import("./commands/explain.ts")).explainAccess(options));
  cloud(explain.command("path").description("would a packet get there, and its answer back?"))
    .requiredOption("--from <end>", "internet, an address or range, or a resource by id, ARN or name")
    .requiredOption("--to <end>", "the same")
    .option("--port <port>", "needed for tcp and udp", wholeNumber)
    .addOption(new Option("--protocol <protocol>").choices(["tcp", "udp", "icmp"]).default("tcp"))
    .option("--through", "follow a load balancer to its targets")
    .option("--max-calls <n>", "AWS calls that may be sent", wholeNumber)
    .option("--timeout <time>", "as 60s or 5m")
    .action(async (options: PathFlags) => (await import("./commands/explain.ts")).explainPath(options));
}

function addRuns(program: Command): void {
  const runs = program.command("runs").description("the records of what was asked");
  const json = (command: Command) => command.option("--json", "print one JSON document");
  const load = () => import("./commands/runs.ts");
  json(runs.command("list").description("all runs, newest first"))
    .option("--status <status>", "only with this status")
    .option("--limit <n>", "at most so many", wholeNumber, 30)
    .action(async (options: ListFlags) => (await load()).list(options));
  json(
    runs
      .command("show")
      .argument("<id>", "run id, or its beginning")
      .description("the answer, with what models used"),
  ).action(async (id: string, options: Json) => (await load()).show(id, options));
  json(
    runs
      .command("export")
      .argument("<id>")
      .description("write the directory with scripts, record and reports"),
  )
    .option("--out <folder>", "where to")
    .option("--exchanges", "with what models were told and what they said")
    .option("--solution", "one document for another agent: problem, prompts, scripts, data, suggestion")
    .action(async (id: string, options: ExportFlags) => (await load()).exportRun(id, options));
  cloud(runs.command("resume").argument("<id>").description("take up a run that was killed or interrupted"))
    .option("--events", "print the event stream as JSON lines")
    .addOption(traced())
    .action(async (id: string, options: ResumeFlags) => (await load()).resume(id, options));
  json(
    runs.command("verify").argument("<id>").description("check every citation again from the store"),
  ).action(async (id: string, options: Json) => (await load()).verify(id, options));
  json(
    runs
      .command("replay")
      .argument("<id>")
      .description("run the analysis again on the recorded responses, with no network"),
  ).action(async (id: string, options: Json) => (await load()).replay(id, options));
  json(
    runs
      .command("policy")
      .argument("<id>", "run id, or its beginning")
      .description("what a run was granted, what it used, and the policy to keep"),
  ).action(async (id: string, options: Json) =>
    (await import("./commands/run-policy.ts")).runPolicy(id, options),
  );
  json(
    runs
      .command("trace")
      .argument("<id>", "run id, or its beginning")
      .description("send a stored run to the configured tracing systems"),
  )
    .addOption(traced())
    .action(async (id: string, options: TraceFlags) =>
      (await import("./commands/runs-trace.ts")).traceRun(id, options),
    );
  json(runs.command("stats").description("counts and times over all runs")).action(async (options: Json) =>
    (await load()).stats(options),
  );
  json(runs.command("purge").description("remove old runs with what only they hold"))
    .option("--older-than <time>", "as 30d, 12h, or an ISO time")
    .option("--keep <n>", "so many of the newest stay", wholeNumber)
    .option("--status <names>", "only with one of these, as failed,running", list)
    .option("--dry-run", "only say what would go")
    .action(async (options: PurgeFlags) => (await load()).purge(options));
}

function addAudit(program: Command): void {
  const audit = program
    .command("audit")
    .description("the append-only log of every call, decision and exchange with a model");
  const json = (command: Command) => command.option("--json", "print one JSON document");
  const load = () => import("./commands/audit.ts");
  json(audit.command("show").description("what was done, oldest first"))
    .option("--run <id>", "only of this run")
    .option("--since <time>", "as 2h, 30d, or an ISO time")
    .option("--kind <kind>", "only call, run-start, run-end, script, export, purge, model …")
    .option("--limit <n>", "only the last so many", wholeNumber)
    .action(async (options: ShowFlags) => (await load()).show(options));
  json(audit.command("head").description("where the chain stands; note it elsewhere")).action(
    async (options: Json) => (await load()).head(options),
  );
  json(
    audit
      .command("verify")
      .argument("[file]", "an exported log; without it, the store's own")
      .description("is the chain whole, and if not, where is it broken?"),
  )
    .option("--head <heads...>", "heads that were noted elsewhere: the chain must contain them")
    .action(async (file: string | undefined, options: VerifyFlags) => (await load()).verify(file, options));
  json(audit.command("export").description("the whole chain with an integrity footer"))
    .addOption(new Option("--format <format>").choices(["jsonl", "csv"]).default("jsonl"))
    .option("--out <file>", "default: standard output")
    .action(async (options: AuditExportFlags) => (await load()).exportAudit(options));
  json(audit.command("acknowledge").argument("<entry>", "number of an alarm", wholeNumber))
    .description("say that somebody looked into an alarm")
    .requiredOption("--because <text>", "what was found")
    .action(async (entry: number, options: AcknowledgeFlags) => (await load()).acknowledge(entry, options));
  json(audit.command("prune").description("remove old entries; the chain then begins at an anchor"))
    .requiredOption("--older-than <time>", "as 365d, or an ISO time")
    .action(async (options: PruneFlags) => (await load()).prune(options));
}

function addScript(program: Command): void {
  const script = program.command("script").description("check, test or run one Python script");
  cloud(
    script
      .command("check")
      .argument("<file>")
      .description("lint, names, calls, least policy and estimate; runs nothing"),
  )
    .option("--explain", "say for each statement of the policy which line needs it")
    .option("--requirements <file>", "a requirements.txt; default: the one beside the script")
    .option("--allow-packages <names>", "Python packages that it may bring beside those that ship", list)
    .action(async (file: string, options: CheckFlags) =>
      (await import("./commands/script.ts")).check(file, options),
    );
  addScriptWrite(script, cloud, amount);
  cloud(script.command("run").argument("<file>").description("run it in the sandbox through the broker"))
    .option("--policy <file>", "an IAM policy that narrows what the text calls")
    .option("--allow <effects>", "open effects", list)
    .option("--requirements <file>", "a requirements.txt; default: the one beside the script")
    .option("--allow-packages <names>", "Python packages that it may bring beside those that ship", list)
    .option("--timeout <time>", "as 60s", "60s")
    .option("--max-calls <n>", "AWS calls that may be sent", wholeNumber)
    .option("--budget-usd <usd>", "what its calls may cost together", amount)
    .addOption(rehearsal().default("never"))
    .action(async (file: string, options: RunFlags) =>
      (await import("./commands/script.ts")).run(file, options),
    );
  script
    .command("test")
    .argument("<file>")
    .description(
      "rehearse it against made-up answers: empty lists, pages, missing members, refusals; needs no account",
    )
    .option("--region <region>", "AWS region")
    .option("--allow <effects>", "open effects", list)
    .option("--save <folder>", "write the cases as tests for pytest and moto")
    .option("--json", "print one JSON document")
    .action(async (file: string, options: TestFlags) =>
      (await import("./commands/script-test.ts")).test(file, options),
    );
}

function addSimulate(program: Command): void {
  const simulate = program.command("simulate").description("the bundled AWS simulator");
  const load = () => import("./commands/simulate.ts");
  simulate
    .command("start")
    .description("start one that goes on after this command, and say how to ask about it")
    .option("--port <port>", "default: a free one", portNumber)
    .option("--scenario <id>", "seed this scenario (nephoscope simulate scenarios)")
    .option("--json", "print one JSON document")
    .action(async (options: StartFlags) => (await load()).start(options));
  simulate
    .command("scenarios")
    .description("the faults that can be seeded, with the question that each is about")
    .option("--json", "print one JSON document")
    .action(async (options: Json) => (await load()).scenarios(options));
  simulate
    .command("list")
    .description("those that run")
    .option("--json", "print one JSON document")
    .action(async (options: Json) => (await load()).list(options));
  simulate
    .command("stop")
    .description("end one, or all")
    .argument("[port]", "default: all")
    .option("--json", "print one JSON document")
    .action(async (port: string | undefined, options: Json) => (await load()).stop(port, options));
}

function addBroker(program: Command): void {
  program
    .command("broker")
    .description("hold the credentials in a process of their own; agents connect with --broker process")
    .option("--profile <name>", "AWS profile")
    .option("--region <regions>", "AWS region", more)
    .option("--endpoint-url <url>", "another endpoint than AWS, as a simulator")
    .option("--broker-socket <path>", "where to listen")
    .option("--user <name>", "as root: the user to become")
    .option("--group <name>", "whose members may connect")
    .option("--allow <effects>", "open effects to agents that ask for them", list)
    .option("--budget-usd <usd>", "what AWS calls of one run may cost", amount)
    .action(async (options: BrokerFlags) => (await import("./commands/broker.ts")).broker(options));
}

function addOthers(program: Command): void {
  cloud(
    program.command("doctor").description("each thing needed, present or not, and the command that fixes it"),
  )
    .option("--fix", "set up what is missing")
    .option("--live", "try the account itself: who you are, and one harmless read of each service")
    .action(async (options: DoctorFlags) => (await import("./commands/doctor.ts")).doctor(options));
  program
    .command("schema")
    .argument("[name]")
    .description("the JSON Schemas of records and events")
    .action(async (name: string | undefined) => (await import("./commands/schema.ts")).schema(name));
  program
    .command("effects")
    .argument("<operation>", "SERVICE or SERVICE:OPERATION")
    .option("--json", "print one JSON document")
    .description("what an operation does, and whether somebody reviewed it")
    .action(async (operation: string, options: Json) =>
      (await import("./commands/effects.ts")).effects(operation, options),
    );
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number.");
}

function countingNumber(text: string): number {
  const number = wholeNumber(text);
  if (number > 0) return number;
  throw new InvalidArgumentError("Give 1 or more.");
}

function portNumber(text: string): number {
  const number = wholeNumber(text);
  if (number > 0 && number < 65_536) return number;
  throw new InvalidArgumentError("Give a port from 1 to 65535.");
}

function amount(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give an amount in USD, as 0.25.");
}

/** A flag that may be given again. */
function another(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function more(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...list(text)];
}

function list(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
