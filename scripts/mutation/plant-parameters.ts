import { methodName } from "../../src/script/names/method-name.ts";
import { replaceOne, servicesIn } from "./planting.ts";
import type { Planting, PlantingGround } from "./planting.ts";
import { misspell } from "./random.ts";

const apiParameter = { kinds: ["api-parameter"], severities: ["error"] } as const;

/** Names of top-level parameters of the operations that the text calls by name. */
function parametersIn({ code, models }: PlantingGround): ReadonlySet<string> {
  const called = new Set([...code.matchAll(/[."]([a-z][a-z0-9_]+)["(]/g)].map(([, name = ""]) => name));
  const found = servicesIn(code, models).flatMap((service) => {
    const model = models.model(service);
    return Object.entries(model?.operations ?? {}).flatMap(([operation, { input }]) =>
      input === undefined || !called.has(methodName(operation))
        ? []
        : Object.keys(model?.shapes[input.shape]?.members ?? {}),
    );
  });
  return new Set(found);
}

/** A keyword argument that is a parameter of an operation, with what `change` makes of it. */
function changedKeyword(ground: PlantingGround, change: (name: string) => string) {
  const known = parametersIn(ground);
  return replaceOne(ground, /(?<=[(,\s])[A-Za-z]\w*(?==[^=])/g, (match) => {
    const [name] = match;
    // Keywords stand in brackets; a name at the start of a line is an assignment.
    if (!known.has(name) || isAssignment(ground.code, match.index)) return undefined;
    const changed = change(name);
    return known.has(changed) || changed === name ? undefined : { text: changed, meant: name };
  });
}

function isAssignment(code: string, at: number): boolean {
  const line = code.slice(code.lastIndexOf("\n", at) + 1);
  return /^\s*[A-Za-z_]\w* = /.test(line);
}

const snake = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();

/** A keyword whose value stands on one line, with another value. */
function changedValue(ground: PlantingGround, pattern: RegExp, change: (value: string) => string) {
  const known = parametersIn(ground);
  return replaceOne(ground, pattern, (match) => {
    const [whole, name = "", value = ""] = match;
    if (!known.has(name) || isAssignment(ground.code, match.index)) return undefined;
    return { text: whole.slice(0, whole.length - value.length) + change(value) };
  });
}

export const parameterPlantings: readonly Planting[] = [
  {
    name: "parameter misspelt",
    ...apiParameter,
    plant: (ground) => changedKeyword(ground, (name) => misspell(name, ground.random)),
  },
  { name: "parameter in snake case", ...apiParameter, plant: (ground) => changedKeyword(ground, snake) },
  {
    name: "parameter in singular or plural",
    ...apiParameter,
    plant: (ground) =>
      changedKeyword(ground, (name) => (name.endsWith("s") ? name.slice(0, -1) : `${name}s`)),
  },
  {
    name: "parameter that does not exist",
    ...apiParameter,
    plant: (ground) => {
      const known = parametersIn(ground);
      return replaceOne(ground, /(?<=[(,\s])[A-Za-z]\w*(?==[^=])/g, (match) =>
        known.has(match[0]) && !isAssignment(ground.code, match.index)
          ? { text: `Verbose=True, ${match[0]}` }
          : undefined,
      );
    },
  },
  {
    name: "required parameter missing",
    ...apiParameter,
    plant: (ground) => {
      const required = requiredIn(ground);
      return replaceOne(
        ground,
        /\.([a-z][a-z0-9_]+)\(([A-Za-z]\w*)=(?:\w+(?:\["\w+"\])?|"[^"]*")\)/g,
        (match) => {
          const [, method = "", name = ""] = match;
          return required.get(method)?.has(name) === true ? { text: `.${method}()`, meant: name } : undefined;
        },
      );
    },
  },
  {
    name: "list given as a string",
    ...apiParameter,
    plant: (ground) => changedValue(ground, /\b([A-Z]\w*)=(\[(?:"[^"]*"|\w+)\])/g, () => '"all"'),
  },
  {
    name: "string given as a number",
    ...apiParameter,
    plant: (ground) => changedValue(ground, /\b([A-Za-z]\w*)=("[^"]*")/g, () => "12345"),
  },
  {
    name: "number given as a string",
    ...apiParameter,
    plant: (ground) => changedValue(ground, /\b([A-Za-z]\w*)=(\d+)\b/g, (value) => `"${value}"`),
  },
  {
    name: "dictionary given as a string",
    ...apiParameter,
    plant: (ground) =>
      changedValue(ground, /\b(Filters|Dimensions|PaginationConfig)=([[{][^\n]*[\]}])(?=[,)])/g, () => '"x"'),
  },
  {
    name: "None where a value is needed",
    ...apiParameter,
    plant: (ground) => changedValue(ground, /\b([A-Za-z]\w*)=("[^"]*"|\d+)/g, () => "None"),
  },
  {
    name: "enum value misspelt",
    kinds: ["api-parameter"],
    severities: ["error", "warning"],
    plant: (ground) => {
      const values = enumValuesIn(ground);
      return replaceOne(ground, /(?<=\b[A-Za-z]\w*=\[?")[\w.:-]+(?=")/g, ([value]) => {
        if (!values.has(value)) return undefined;
        const changed = misspell(value, ground.random);
        return values.has(changed) || changed === "" ? undefined : { text: changed, meant: value };
      });
    },
  },
  {
    name: "enum value in other case",
    kinds: ["api-parameter"],
    severities: ["error", "warning"],
    plant: (ground) => {
      const values = enumValuesIn(ground);
      return replaceOne(ground, /(?<=\b[A-Za-z]\w*=\[?")[\w.:-]+(?=")/g, ([value]) => {
        const changed = value === value.toLowerCase() ? value.toUpperCase() : value.toLowerCase();
        return values.has(value) && !values.has(changed) ? { text: changed, meant: value } : undefined;
      });
    },
  },
  {
    name: "member of a nested structure misspelt",
    ...apiParameter,
    plant: (ground) =>
      replaceOne(
        ground,
        /(?<=[{,]\s*")(Name|Values|Value|MaxItems|PageSize)(?=":\s*(?:\[|"|\d|function|name))/g,
        (match) => {
          const text = misspell(match[0], ground.random);
          const near = ground.code.slice(Math.max(0, match.index - 200), match.index);
          return /(Filters|Dimensions|PaginationConfig|filters)\W+[^\n]*$/.test(near)
            ? { text, meant: match[0] }
            : undefined;
        },
      ),
  },
];

function requiredIn({ code, models }: PlantingGround): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    servicesIn(code, models).flatMap((service) => {
      const model = models.model(service);
      return Object.entries(model?.operations ?? {}).map(
        ([operation, { input }]) =>
          [methodName(operation), new Set(model?.shapes[input?.shape ?? ""]?.required ?? [])] as const,
      );
    }),
  );
}

/** Values of enums that top-level parameters of the called operations have. */
function enumValuesIn(ground: PlantingGround): ReadonlySet<string> {
  const { code, models } = ground;
  const names = parametersIn(ground);
  const values = servicesIn(code, models).flatMap((service) => {
    const shapes = models.model(service)?.shapes ?? {};
    return Object.values(shapes).flatMap(({ members }) =>
      Object.entries(members ?? {}).flatMap(([name, { shape }]) => {
        if (!names.has(name)) return [];
        const item = shapes[shape]?.member?.shape;
        return shapes[shape]?.enum ?? (item === undefined ? [] : (shapes[item]?.enum ?? []));
      }),
    );
  });
  return new Set(values);
}
