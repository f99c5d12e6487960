import { connect, printJson } from "../connect.ts";
import type { Json } from "../connect.ts";
import { AppError } from "../../core/errors.ts";
import { cut, paintFor, plain } from "../show/paint.ts";

export interface StartFlags extends Json {
  readonly port?: number;
  readonly scenario?: string;
}

export async function start(flags: StartFlags): Promise<void> {
  await using nepho = await connect();
  const { json, ...options } = flags;
  const simulator = await nepho.simulate.start(options);
  if (json) {
    printJson(simulator);
    return;
  }
  console.log(
    `  Simulator ready on ${simulator.endpoint}${simulator.scenario ? ` · scenario ${simulator.scenario} seeded` : ""} (process ${simulator.pid})`,
  );
  const question =
    simulator.scenario === undefined ? "what is wrong?" : nepho.simulate.question(simulator.scenario);
  console.log(
    `    AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing nephoscope ask ${JSON.stringify(question)} --endpoint-url ${simulator.endpoint} --region us-east-1`,
  );
  console.log(`    nephoscope simulate stop ${simulator.port}`);
}

export async function scenarios(flags: Json): Promise<void> {
  await using nepho = await connect();
  const all = nepho.simulate.scenarios();
  if (flags.json) printJson(all);
  else {
    const { columns } = paintFor(process.stdout);
    for (const { id, category, question } of all)
      console.log(
        `  ${plain(id).padEnd(10)} ${plain(category).padEnd(14)} ${cut(plain(question), columns - 28)}`,
      );
  }
}

export async function list(flags: Json): Promise<void> {
  await using nepho = await connect();
  const all = nepho.simulate.list();
  if (flags.json) printJson(all);
  else if (all.length === 0) console.log("  No simulator runs. nephoscope simulate start begins one.");
  else
    for (const one of all)
      console.log(
        `  ${one.endpoint}  process ${one.pid}  since ${one.startedAt}${one.scenario ? `  scenario ${one.scenario}` : ""}`,
      );
}

export async function stop(port: string | undefined, flags: Json): Promise<void> {
  if (port !== undefined && !/^\d+$/.test(port))
    throw new AppError("usage", `"${port}" is no port.`, { next: "nephoscope simulate list" });
  await using nepho = await connect();
  const stopped = nepho.simulate.stop(port === undefined ? undefined : Number(port));
  if (flags.json) printJson(stopped);
  else console.log(`  ${stopped.length} stopped`);
}
