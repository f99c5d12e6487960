import { z } from "zod";
import { digestOf } from "./digest.ts";
import { isArray, isObject, toPointer, type Json } from "./json.ts";

/** A place where something was left out: a list's further items, a map's further members, a text's rest. `digest` is that of the whole at this place. */
export const Cut = z.object({
  pointer: z.string(),
  of: z.enum(["items", "members", "characters"]),
  all: z.number().int(),
  kept: z.number().int(),
  digest: z.string(),
});
export type Cut = z.infer<typeof Cut>;

export interface Shortened {
  readonly value: Json;
  readonly cuts: readonly Cut[];
}

const steps = [
  { items: 20, characters: 4000 },
  { items: 5, characters: 1000 },
  { items: 1, characters: 200 },
];

/** A value of at most about `bytes` in the same shape: lists, maps and texts begin as they are and end early, and each such place is told. */
export function shortenJson(value: Json, bytes: number): Shortened {
  if (sizeOf(value) <= bytes) return { value, cuts: [] };
  const tries = steps.map((most) => shortened(value, most, ""));
  const last = tries.at(-1) ?? { value, cuts: [] };
  return tries.find((one) => sizeOf(one.value) <= bytes) ?? last;
}

function sizeOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function shortened(value: Json, most: { items: number; characters: number }, pointer: string): Shortened {
  if (typeof value === "string") {
    if (value.length <= most.characters) return { value, cuts: [] };
    const cut = { of: "characters" as const, all: value.length, kept: most.characters };
    return {
      value: value.slice(0, most.characters),
      cuts: [{ pointer, ...cut, digest: digestOf(value) }],
    };
  }
  if (isArray(value)) {
    const parts = value
      .slice(0, most.items)
      .map((item, index) => shortened(item, most, pointer + toPointer(index)));
    return {
      value: parts.map((part) => part.value),
      cuts: [
        ...cutOf(value, "items", value.length, most.items, pointer),
        ...parts.flatMap(({ cuts }) => cuts),
      ],
    };
  }
  if (!isObject(value)) return { value, cuts: [] };
  const all = Object.entries(value);
  // A record has few members and keeps them: only what is as long as a list is cut like one.
  const room = Math.max(most.items, 40);
  const parts = all
    .slice(0, room)
    .map(([name, member]) => [name, shortened(member, most, pointer + toPointer(name))] as const);
  return {
    value: Object.fromEntries(parts.map(([name, part]) => [name, part.value])),
    cuts: [...cutOf(value, "members", all.length, room, pointer), ...parts.flatMap(([, { cuts }]) => cuts)],
  };
}

function cutOf(whole: Json, of: Cut["of"], all: number, kept: number, pointer: string): readonly Cut[] {
  return all > kept ? [{ pointer, of, all, kept, digest: digestOf(whole) }] : [];
}
