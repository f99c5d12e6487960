import { readFileSync } from "node:fs";
import type { AskFlags } from "./ask.ts";
import type { CloudFlags, Json } from "./connect.ts";
import type { DoctorFlags } from "./doctor.ts";
import type { AccessFlags, PathFlags } from "./explain.ts";
import type { ExportFlags, ListFlags, PurgeFlags, ResumeFlags } from "./runs.ts";
import type { RunFlags } from "./script.ts";
import type { StartFlags } from "./simulate.ts";
import { Command, InvalidArgumentError, Option } from "commander";

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
  addScript(program);
  addSimulate(program);
  addOthers(program);
  return program;
}

function cloud(command: Command): Command {
  return command
    .option("--profile <name>", "AWS profile")
    .option("--region <region>", "AWS region")
    .option("--role-arn <arn>", "role to assume")
    .option("--endpoint-url <url>", "another endpoint than AWS, as a simulator")
    .addOption(
      new Option("--sandbox <kind>", "how scripts are isolated").choices([
        "bubblewrap",
        "container",
        "landlock",
        "none",
      ]),
    )
    .option("--json", "print one JSON document");
}

function addAsk(program: Command): void {
  cloud(
    program
      .command("ask")
      .argument("[question]", "in plain language")
      .description("ask about an AWS account and get a proven answer"),
  )
    .option("--offline", "use no model at all")
    .option("--events", "with --json: print the event stream as JSON lines")
    .option("--max-iterations <n>", "rounds of collecting", wholeNumber, 4)
    .option("--max-attempts <n>", "attempts a step", wholeNumber, 3)
    .option("--budget-usd <usd>", "what AWS calls may cost together", amount)
    .option("--timeout <time>", "as 60s or 5m", "120s")
    .option("--at <time>", "the moment of the trouble: ISO, or as 2h, yesterday 14:00")
    .option("--since <time>", "where the time window begins")
    .option("--until <time>", "where it ends")
    .option("--alarm <name>", "make the question from this alarm")
    .option("--allow <effects>", "open effects: data, secret, mutates …", list)
    .option("--services <names>", "only these services", list)
    .addOption(
      new Option("--rehearse <when>", "rehearse scripts first")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .action(async (question: string | undefined, options: AskFlags) =>
      (await import("./ask.ts")).ask(question, options),
    );
  cloud(
    program
      .command("demo")
      .argument("[scenario]", "one of the scenarios that ship with nephoscope")
      .description("seed a fault in the bundled simulator and ask about it"),
  ).action(async (scenario: string | undefined, options: CloudFlags) =>
    (await import("./demo.ts")).demo(scenario, options),
  );
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
    .action(async (options: AccessFlags) => (await import("./explain.ts")).explainAccess(options));
  cloud(explain.command("path").description("would a packet get there, and its answer back?"))
    .requiredOption("--from <end>", "internet, an address or range, or a resource by id, ARN or name")
    .requiredOption("--to <end>", "the same")
    .option("--port <port>", "needed for tcp and udp", wholeNumber)
    .addOption(new Option("--protocol <protocol>").choices(["tcp", "udp", "icmp"]).default("tcp"))
    .option("--through", "follow a load balancer to its targets")
    .action(async (options: PathFlags) => (await import("./explain.ts")).explainPath(options));
}

function addRuns(program: Command): void {
  const runs = program.command("runs").description("the records of what was asked");
  const json = (command: Command) => command.option("--json", "print one JSON document");
  const load = () => import("./runs.ts");
  json(runs.command("list").description("all runs, newest first"))
    .option("--status <status>", "only with this status")
    .option("--limit <n>", "at most so many", wholeNumber, 30)
    .action(async (options: ListFlags) => (await load()).list(options));
  json(runs.command("show").argument("<id>", "run id, or its beginning")).action(
    async (id: string, options: Json) => (await load()).show(id, options),
  );
  json(
    runs
      .command("export")
      .argument("<id>")
      .description("write the directory with scripts, record and reports"),
  )
    .option("--out <folder>", "where to")
    .action(async (id: string, options: ExportFlags) => (await load()).exportRun(id, options));
  cloud(runs.command("resume").argument("<id>").description("take up a run that was killed or interrupted"))
    .option("--events", "with --json: print the event stream as JSON lines")
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
  json(runs.command("stats").description("counts and times over all runs")).action(async (options: Json) =>
    (await load()).stats(options),
  );
  json(runs.command("purge").description("remove old runs with what only they hold"))
    .requiredOption("--older-than <time>", "as 30d, 12h, or an ISO time")
    .action(async (options: PurgeFlags) => (await load()).purge(options));
}

function addScript(program: Command): void {
  const script = program.command("script").description("check or run one Python script");
  cloud(
    script
      .command("check")
      .argument("<file>")
      .description("lint, names, calls, least policy and estimate; runs nothing"),
  ).action(async (file: string, options: CloudFlags) => (await import("./script.ts")).check(file, options));
  cloud(script.command("run").argument("<file>").description("run it in the sandbox through the broker"))
    .option("--policy <file>", "an IAM policy that narrows what the text calls")
    .option("--allow <effects>", "open effects", list)
    .option("--timeout <time>", "as 60s", "60s")
    .action(async (file: string, options: RunFlags) => (await import("./script.ts")).run(file, options));
}

function addSimulate(program: Command): void {
  const simulate = program.command("simulate").description("the bundled AWS simulator");
  const load = () => import("./simulate.ts");
  simulate
    .command("start")
    .option("--port <port>", "default: a free one", wholeNumber)
    .option("--scenario <id>", "seed this scenario")
    .option("--json", "print one JSON document")
    .action(async (options: StartFlags) => (await load()).start(options));
  simulate
    .command("list")
    .option("--json", "print one JSON document")
    .action(async (options: Json) => (await load()).list(options));
  simulate
    .command("stop")
    .argument("[port]", "default: all")
    .option("--json", "print one JSON document")
    .action(async (port: string | undefined, options: Json) => (await load()).stop(port, options));
}

function addOthers(program: Command): void {
  program
    .command("doctor")
    .description("each thing needed, present or not, and the command that fixes it")
    .option("--json", "print one JSON document")
    .option("--fix", "set up what is missing")
    .action(async (options: DoctorFlags) => (await import("./doctor.ts")).doctor(options));
  program
    .command("schema")
    .argument("[name]")
    .description("the JSON Schemas of records and events")
    .action(async (name: string | undefined) => (await import("./schema.ts")).schema(name));
  program
    .command("effects")
    .argument("<operation>", "SERVICE or SERVICE:OPERATION")
    .option("--json", "print one JSON document")
    .description("what an operation does, and whether somebody reviewed it")
    .action(async (operation: string, options: Json) =>
      (await import("./effects.ts")).effects(operation, options),
    );
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number.");
}

function amount(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give an amount in USD, as 0.25.");
}

function list(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
