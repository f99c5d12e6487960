import type { Command } from "commander";
import type { ChatFlags } from "./commands/chat-commands.ts";

/** `chat`: a thread of questions in the terminal. */
export function addChat(program: Command, askFlags: (command: Command) => Command): void {
  askFlags(
    program
      .command("chat")
      .description("ask one question after the other; later ones use what was read before"),
  )
    .option("--fresh <time>", "how old a read may be that is used again, as 15m", "15m")
    .action(async (options: ChatFlags) => (await import("./commands/chat.ts")).chat(options));
}
