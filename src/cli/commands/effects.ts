import { createNephoscope } from "../../index.ts";
import { printJson } from "../connect.ts";
import type { Json } from "../connect.ts";
import { paintFor } from "../show/paint.ts";

export async function effects(operation: string, flags: Json): Promise<void> {
  await using nepho = await createNephoscope();
  const reviews = await nepho.effects(operation);
  if (flags.json) {
    printJson(reviews);
    return;
  }
  const paint = paintFor(process.stdout);
  for (const one of reviews)
    console.log(
      `  ${`${one.service}:${one.operation}`.padEnd(52)} ${one.effects.join(" ").padEnd(16)} ${one.reviewed ? "reviewed" : paint("yellow", "not reviewed: denied")}  ${paint("dim", one.why)}`,
    );
}
