import { InvalidArgumentError, Option, type Command } from "commander";

/** The flags of every command that asks an account. */
export function cloud(command: Command): Command {
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

export function traced(): Option {
  return new Option("--trace <systems>", "send the run to langsmith or otlp; off: to none").argParser(list);
}

export function rehearsal(): Option {
  return new Option(
    "--rehearse <when>",
    "let scripts run against made-up answers first (auto: those of a model)",
  ).choices(["auto", "always", "never"]);
}

export function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give a whole number.");
}

export function countingNumber(text: string): number {
  const number = wholeNumber(text);
  if (number > 0) return number;
  throw new InvalidArgumentError("Give 1 or more.");
}

export function portNumber(text: string): number {
  const number = wholeNumber(text);
  if (number > 0 && number < 65_536) return number;
  throw new InvalidArgumentError("Give a port from 1 to 65535.");
}

export function amount(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give an amount in USD, as 0.25.");
}

/** A flag that may be given again. */
export function another(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

export function more(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...list(text)];
}

export function list(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** The flag of commands that ask no account, and still print for programs. */
export function json(command: Command): Command {
  return command.option("--json", "print one JSON document");
}
