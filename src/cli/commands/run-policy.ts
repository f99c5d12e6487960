import { connect, printJson } from "../connect.ts";
import type { Json } from "../connect.ts";
import { paintFor, plain } from "../show/paint.ts";

/** What a run was granted and what it used of it; the policy to keep comes last, on stdout, so that it can be piped on. */
export async function runPolicy(id: string, flags: Json): Promise<void> {
  await using nepho = await connect();
  const result = await nepho.runs.policy(id);
  if (flags.json) {
    printJson(result);
    return;
  }
  const paint = paintFor(process.stderr);
  const line = (text: string) => console.error(text);
  const unusedCount = result.unused.length;
  line(
    `  ${paint("bold", result.id)}  ${result.used.length} actions used, ${unusedCount} granted and not used in full`,
  );
  for (const { action, resources, calls } of result.used)
    line(
      `  ${paint("green", "used   ")} ${action}  ${plain(few(resources))}  ${paint("dim", `${calls.length} calls`)}`,
    );
  for (const { action, resources } of result.unused)
    line(`  ${paint("dim", "unused ")} ${action}  ${plain(few(resources))}`);
  for (const { text, calls } of result.refused)
    line(`  ${paint("red", "refused")} ${plain(text)}  ${paint("dim", `calls ${calls.join(", ")}`)}`);
  line("  The policy to keep:");
  console.log(JSON.stringify(result.keep, null, 2));
}

function few(resources: readonly string[]): string {
  const shown = resources.slice(0, 3).join(" ");
  return resources.length > 3 ? `${shown} and ${resources.length - 3} more` : shown;
}
