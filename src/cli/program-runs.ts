import { Option, type Command } from "commander";
import type {
  AcknowledgeFlags,
  ExportFlags as AuditExportFlags,
  PruneFlags,
  ShowFlags,
  VerifyFlags,
} from "./commands/audit.ts";
import type { TraceFlags } from "./commands/runs-trace.ts";
import type { ExportFlags, ListFlags, PurgeFlags, ResumeFlags } from "./commands/runs.ts";
import type { Json } from "./connect.ts";
import { cloud, json, list, traced, wholeNumber } from "./flags.ts";

/** `runs`: the records of what was asked. */
export function addRuns(program: Command): void {
  const runs = program.command("runs").description("the records of what was asked");
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

/** `audit`: the log of everything that was done. */
export function addAudit(program: Command): void {
  const audit = program
    .command("audit")
    .description("the append-only log of every call, decision and exchange with a model");
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
