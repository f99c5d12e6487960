import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { SlotInput, Slots } from "../agent/slots.ts";
import { AppError } from "../core/errors.ts";
import { Answer } from "../core/finding.ts";
import type { Draft } from "../reason/reason.ts";
import { once } from "./once.ts";

export type { SlotInput, Slots };

const slotNames = ["before-plan", "before-run", "after-learn", "before-answer"] as const;
type SlotName = (typeof slotNames)[number];

/** A user's own nodes by slot: a function, or a file whose default export is one. */
export type Nodes = { readonly [slot in SlotName]?: NonNullable<Slots[slot]> | string };

const Refusal = z.object({ refuse: z.string().min(1) });
const GivenDraft = Answer.extend({
  rejectedClaims: Answer.shape.rejectedClaims.exactOptional(),
  decidedBy: z.string().exactOptional(),
});

type OwnNode = (input: SlotInput) => unknown;

/**
 * The nodes as the graph takes them. That a file exists is checked at once; all files are loaded before the first plan, so that a run with a broken node
 * fails before anything was read. Throws AppError("usage") for a slot or a file that is not there.
 */
export function openNodes(nodes: { readonly [slot: string]: unknown }, folder: string): Slots {
  const files = new Map<SlotName, () => Promise<OwnNode>>();
  const given: Partial<Record<SlotName, unknown>> = {};
  for (const [slot, node] of Object.entries(nodes)) {
    const name = slotNames.find((known) => known === slot);
    if (name === undefined)
      throw new AppError("usage", `There is no slot "${slot}".`, {
        next: `There are: ${slotNames.join(", ")}`,
      });
    if (typeof node === "string") files.set(name, opened(node, folder));
    else if (typeof node === "function") given[name] = node;
  }
  // The one cast: what users of the library give has these types already.
  const functions = given as Slots;
  if (files.size === 0) return functions;
  const load = once(async () => {
    for (const file of files.values()) await file();
  });
  const from = async (slot: SlotName, input: SlotInput): Promise<unknown> =>
    (await files.get(slot)?.())?.(input);
  const own = (slot: SlotName) => files.has(slot);
  return {
    ...functions,
    "before-plan": async (input) => {
      await load();
      await (own("before-plan") ? from("before-plan", input) : functions["before-plan"]?.(input));
    },
    ...(own("before-run") && {
      "before-run": async (input) => checked("before-run", Refusal, await from("before-run", input), nodes),
    }),
    ...(own("after-learn") && {
      "after-learn": async (input) => {
        await from("after-learn", input);
      },
    }),
    ...(own("before-answer") && {
      "before-answer": async (input): Promise<Draft | undefined> =>
        checked("before-answer", GivenDraft, await from("before-answer", input), nodes),
    }),
  };
}

function opened(given: string, folder: string): () => Promise<OwnNode> {
  const file = isAbsolute(given) ? given : resolve(folder, given);
  if (!existsSync(file))
    throw new AppError("usage", `The node ${file} is not there.`, {
      next: "Give a file of JavaScript or TypeScript, as --node before-run=./audit.mjs",
    });
  return once(async () => {
    const loaded: unknown = await import(pathToFileURL(file).href).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new AppError("configuration", `The node ${file} cannot be loaded: ${why}`, { next: example });
    });
    const node: unknown =
      typeof loaded === "object" && loaded !== null ? Reflect.get(loaded, "default") : undefined;
    if (typeof node !== "function")
      throw new AppError("configuration", `The node ${file} has no function as its default export.`, {
        next: example,
      });
    return async (input: SlotInput): Promise<unknown> => {
      try {
        return await Promise.resolve(Reflect.apply(node, undefined, [input]));
      } catch (error) {
        if (error instanceof AppError) throw error;
        const why = error instanceof Error ? error.message : String(error);
        throw new AppError("configuration", `The node ${file} failed: ${why}`, { next: example });
      }
    };
  });
}

const example = "docs/extending.md shows a whole node.";

/** Nothing, or what the slot takes. */
function checked<T>(
  slot: SlotName,
  shape: z.ZodType<T>,
  said: unknown,
  nodes: { readonly [slot: string]: unknown },
): T | undefined {
  if (said === undefined || said === null) return undefined;
  const parsed = shape.safeParse(said);
  if (parsed.success) return parsed.data;
  throw new AppError(
    "configuration",
    `The node ${String(nodes[slot])} gives what "${slot}" does not take: ${z.prettifyError(parsed.error)}`,
    { next: example },
  );
}
