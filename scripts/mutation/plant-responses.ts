import { replaceOne, servicesIn } from "./planting.ts";
import type { Planting, PlantingGround } from "./planting.ts";
import { misspell } from "./random.ts";

const inAnswers = { kinds: ["api-name"], severities: ["error", "warning"] } as const;

/** Members of everything that the operations of the text's services answer. */
function membersIn({ code, models }: PlantingGround): ReadonlySet<string> {
  return new Set(
    servicesIn(code, models).flatMap((service) =>
      Object.values(models.model(service)?.shapes ?? {}).flatMap(({ members }) => Object.keys(members ?? {})),
    ),
  );
}

function changedMember(ground: PlantingGround, pattern: RegExp, change: (name: string) => string) {
  const members = membersIn(ground);
  return replaceOne(ground, pattern, ([name]) => {
    const changed = change(name);
    return members.has(name) && !members.has(changed) && changed !== ""
      ? { text: changed, meant: name }
      : undefined;
  });
}

const subscripted = /(?<=[\w)\]]\[")[A-Za-z]\w*(?="\](?!\s*\+?=[^=]))/g;
const gotten = /(?<=\.get\(")[A-Za-z]\w*(?=")/g;
const snake = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

export const responsePlantings: readonly Planting[] = [
  {
    name: "member of an answer misspelt",
    ...inAnswers,
    plant: (ground) => changedMember(ground, subscripted, (name) => misspell(name, ground.random)),
  },
  {
    name: "member of an answer in snake case",
    ...inAnswers,
    plant: (ground) => changedMember(ground, subscripted, snake),
  },
  {
    name: "member of an answer in singular or plural",
    ...inAnswers,
    plant: (ground) =>
      changedMember(ground, subscripted, (name) => (name.endsWith("s") ? name.slice(0, -1) : `${name}s`)),
  },
  {
    name: "member asked for with get() misspelt",
    ...inAnswers,
    plant: (ground) => changedMember(ground, gotten, (name) => misspell(name, ground.random)),
  },
  {
    name: "member read as an attribute",
    ...inAnswers,
    plant: (ground) => {
      const members = membersIn(ground);
      return replaceOne(ground, /\["([A-Za-z]\w*)"\](?!\s*\+?=[^=])/g, ([, name = ""]) =>
        members.has(name) ? { text: `.${name}`, meant: `["${name}"]` } : undefined,
      );
    },
  },
  {
    name: "pages read as one answer",
    ...inAnswers,
    plant: (ground) =>
      replaceOne(
        ground,
        /for \w+ in ([\w.]+\.get_paginator\([^()]*\)\.paginate\([^()]*\)):/g,
        ([, call = ""]) => ({
          text: `for page in ${call}["Items"]:`,
        }),
      ),
  },
];
