import { createNephoscope } from "../../index.ts";
import { AppError } from "../../core/errors.ts";
import { printJson } from "../connect.ts";

export async function schema(name: string | undefined): Promise<void> {
  await using nepho = await createNephoscope();
  const all = nepho.schema();
  if (name === undefined) {
    printJson(all);
    return;
  }
  const one = Object.hasOwn(all, name) ? all[name] : undefined;
  if (!one)
    throw new AppError("usage", `There is no schema "${name}".`, {
      next: `There are: ${Object.keys(all).join(", ")}`,
    });
  printJson(one);
}
