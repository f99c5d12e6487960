import { connect, printJson } from "../connect.ts";
import type { CloudFlags } from "../connect.ts";
import { paintFor, plain } from "../show/paint.ts";

/** `models list`: what is configured, what could be, and for which roles. */
export async function list(flags: CloudFlags): Promise<void> {
  await using nepho = await connect(flags);
  const models = nepho.models.list();
  if (flags.json) {
    printJson(models);
    return;
  }
  const paint = paintFor(process.stdout);
  for (const model of models) {
    const state = model.usable ? paint("green", "●") : paint("dim", "○");
    const key = model.usable ? "" : paint("dim", `  set ${model.keyVariable ?? "its key"}`);
    const { input, output, asOf } = model.prices;
    const price = `${input}/${output} USD per million${asOf === undefined ? "" : `, ${asOf}`}`;
    console.log(
      `  ${state} ${model.id.padEnd(20)} ${model.provider.padEnd(18)} ${String(Math.round(model.contextTokens / 1000)).padStart(5)}k  ${price.padEnd(40)} ${model.capabilities.join(", ")}${key}`,
    );
    if (model.roles.length > 0) console.log(paint("dim", `      ${model.roles.join(", ")}`));
  }
  console.log(
    paint(
      "dim",
      "  Prices are those of the day that stands beside them; your own models.yaml corrects them.",
    ),
  );
}

/** `models check`: one cheap question each; exit code 1 when one that can be used does not answer. */
export async function check(id: string | undefined, flags: CloudFlags): Promise<void> {
  await using nepho = await connect(flags);
  const ids =
    id === undefined
      ? nepho.models
          .list()
          .filter(({ usable, keyVariable }) => usable && keyVariable !== undefined)
          .map((model) => model.id)
      : [id];
  const results = [];
  const paint = paintFor(process.stderr);
  for (const one of ids) {
    if (!flags.json) process.stderr.write(paint("dim", `  asking ${one} …\n`));
    results.push(await nepho.models.check(one));
  }
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
  if (flags.json) {
    printJson(results);
    return;
  }
  const out = paintFor(process.stdout);
  if (results.length === 0)
    console.log("  No model can be used: nephoscope models list   shows the keys that they need.");
  for (const result of results) {
    if (!result.ok) {
      console.log(`  ${out("red", "●")} ${result.id}  ${plain(result.failure ?? "")}`);
      continue;
    }
    const yes = (value: boolean | undefined) => (value === true ? "yes" : "no");
    console.log(
      `  ${out("green", "●")} ${result.id}  ${Math.round(result.firstMs ?? 0)} ms to the first word, ${Math.round(result.ms ?? 0)} ms in all · structured output: ${yes(result.structured)} · tools: ${yes(result.tools)} · ${(result.usd ?? 0).toFixed(5)} USD`,
    );
  }
}
