import { connect, printJson } from "./connect.ts";
import type { Json } from "./connect.ts";
import { paintFor } from "./paint.ts";

export interface DoctorFlags extends Json {
  readonly fix?: boolean;
}

export async function doctor(flags: DoctorFlags): Promise<void> {
  await using nepho = await connect();
  const report = await nepho.doctor({ fix: flags.fix ?? false });
  if (!report.ok) process.exitCode = 1;
  if (flags.json) {
    printJson(report);
    return;
  }
  const paint = paintFor(process.stdout);
  for (const need of report.needs) {
    const mark = need.present
      ? paint("green", "✓")
      : need.required
        ? paint("red", "✗")
        : paint("yellow", "–");
    console.log(`  ${mark} ${need.name.padEnd(20)} ${need.detail}`);
    if (!need.present && need.fix) console.log(`      ${need.fix}`);
  }
}
