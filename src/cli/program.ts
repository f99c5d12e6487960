import { readFileSync } from "node:fs";
import type { AskFlags } from "./commands/ask.ts";
import type { BrokerFlags } from "./commands/broker.ts";
import type { CloudFlags, Json } from "./connect.ts";
import type { DoctorFlags } from "./commands/doctor.ts";
import type { AccessFlags, PathFlags } from "./commands/explain.ts";
import type { CheckFlags, RunFlags } from "./commands/script.ts";
import type { TestFlags } from "./commands/script-test.ts";
import type { StartFlags } from "./commands/simulate.ts";
import { Command, Option } from "commander";
import {
  amount,
  cloud,
  countingNumber,
  list,
  more,
  portNumber,
  rehearsal,
  traced,
  wholeNumber,
} from "./flags.ts";
import { addChat } from "./program-chat.ts";
import { addLibrary, addModels, addScriptWrite, modelFlags } from "./program-models.ts";
import { addAudit, addRuns } from "./program-runs.ts";

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
  addModels(program);
  addLibrary(program);
  addSimulate(program);
  addBroker(program);
  addOthers(program);
  return program;
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
  return modelFlags(cloud(command))
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
  addScriptWrite(script);
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
