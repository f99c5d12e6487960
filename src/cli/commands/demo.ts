import { connect } from "../connect.ts";
import type { CloudFlags } from "../connect.ts";
import { follow } from "./ask.ts";
import { paintFor } from "../show/paint.ts";

/** Seeds a fault in the bundled simulator, asks about it, and lets the person watch. */
export async function demo(scenario: string | undefined, flags: CloudFlags): Promise<void> {
  const paint = paintFor(process.stderr);
  await using first = await connect(flags);
  await using demonstration = await first.simulate.demonstrate(scenario ?? "shop");
  console.error(
    `  Simulator ready on 127.0.0.1:${demonstration.port} · scenario ${demonstration.scenario} seeded ${paint("dim", "(it ends with this command; `nephoscope simulate start --scenario` keeps one)")}`,
  );
  await using nepho = await connect({ ...flags, endpointUrl: demonstration.endpoint, region: "us-east-1" });
  await follow(
    nepho,
    nepho.ask(demonstration.question, { keys: { accessKeyId: "testing", secretAccessKey: "testing" } }),
    { json: flags.json ?? false, events: false },
  );
}
