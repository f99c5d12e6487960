import { Effect } from "../core/effect.ts";
import { AppError } from "../core/errors.ts";

/** Effects by their names. Throws AppError("usage") naming those that there are. */
export function effectsOf(names: readonly string[]): readonly Effect[] {
  return names.map((name) => {
    const effect = Effect.safeParse(name);
    if (effect.success) return effect.data;
    throw new AppError("usage", `"${name}" is no effect.`, {
      next: `There are: ${Effect.options.join(", ")}`,
    });
  });
}
