import type { Json } from "../../core/json/json.ts";
import type { ServiceModel, Shape, ShapeRef } from "../service-models.ts";
import { typed } from "../shape-of.ts";
import type { AskedFor } from "./asked-for.ts";
import { mapKeys } from "./map-keys.ts";
import { plausibleText } from "./plausible-text.ts";
import type { TextNeeds } from "./plausible-text.ts";
import { isPageMember, isRarelyGiven } from "./usual-members.ts";

/** How an answer is made; the same making gives the same answer. */
export interface Making {
  readonly model: ServiceModel;
  readonly operation: string;
  readonly asked: AskedFor;
  /** Strings that the request holds anywhere in lists (names of attributes). */
  readonly askedNames: readonly string[];
  readonly text: Omit<TextNeeds, "serial" | "thing">;
  /** `usual`: required members and what AWS mostly gives. `all`: whatever it may give. */
  readonly members: "usual" | "all";
  /** Lists and maps hold nothing; one whose things the request names stays as it is where `keepsNamed`. */
  readonly empty: boolean;
  readonly keepsNamed: boolean;
  /** Which enum value and flag stands everywhere: undefined for the one that means "all is well". */
  readonly turn?: number;
  /** Serial number of the first thing of each list. */
  readonly first: number;
  /** Values so far, so that very large shapes end, and lists whose things the request names: such answers have one page. */
  readonly count: { made: number; named: number };
}

interface Place {
  readonly name: string;
  /** What it belongs to: a list's or a structure's name without plural. */
  readonly thing: string;
  readonly serial: number;
  readonly shapes: readonly string[];
}

const exampleBytes = Buffer.from("example", "utf8");
const mostValues = 4000;
const deepest = 9;
const mostThings = 20;

/** A value of a shape, undefined where it must be left out (a shape within itself, or a list that empty answers do not write). */
export function makeValue(making: Making, ref: ShapeRef, place: Place): Json | undefined {
  const of = typed(making.model, ref);
  making.count.made += 1;
  if (!of || place.shapes.length > deepest || place.shapes.includes(ref.shape)) return undefined;
  const inside: Place = { ...place, shapes: [...place.shapes, ref.shape] };
  if (of.shape.document) return {};
  if (ref.jsonvalue === true) return ref.location === "header" ? {} : "{}";
  switch (of.shape.type) {
    case "structure":
      return structure(making, of.shape, inside);
    case "list":
      return list(making, of.shape, of.flattened, inside);
    case "map":
      return map(making, of.shape, inside);
    case "timestamp":
      return making.text.now;
    case "boolean":
      return flag(making, place.name);
    case "integer":
    case "long":
    case "float":
    case "double":
      return number(making, of.shape, place);
    case "blob":
      return exampleBytes.toString("base64");
    case "string":
    case "character":
      return text(making, of.shape, place);
  }
}

function structure(making: Making, shape: Shape, place: Place): Json | undefined {
  const members = Object.entries(shape.members ?? {});
  const made = (chosen: typeof members) =>
    chosen.flatMap(([name, member]) => {
      const thing = making.model.shapes[member.shape]?.type === "structure" ? name : place.thing;
      const value = makeValue(making, member, { ...place, name, thing });
      return value === undefined ? [] : [[name, value] as const];
    });
  if (!shape.union)
    return Object.fromEntries(made(members.filter(([name]) => isGiven(making, shape, name, place))));
  // Exactly one member of a union is set; where it would lie within itself, another one is.
  const first = (making.turn ?? 0) % Math.max(1, members.length);
  const ordered = [...members.slice(first), ...members.slice(0, first)];
  const one = ordered
    .values()
    .map((member) => made([member]))
    .find((set) => set.length > 0);
  return one && Object.fromEntries(one);
}

function isGiven(making: Making, shape: Shape, name: string, place: Place): boolean {
  if (shape.required?.includes(name) || isIdentity(name, place.thing)) return true;
  if (making.count.made > mostValues) return false;
  if (place.shapes.length <= 2 && isPageMember(name)) return false;
  // What an operation is called after is always in its answer: `Tags` of ListTagsOfResource, `ReplicationGroups` of DescribeReplicationGroups.
  // And so is an answer's only member: `ReplicationConfiguration` of GetBucketReplication.
  if (place.shapes.length === 1 && Object.keys(shape.members ?? {}).length === 1) return true;
  const own =
    place.shapes.length === 1 && making.operation.toLowerCase().includes(singular(name).toLowerCase());
  return own || making.members === "all" || !isRarelyGiven(name, making.model.service);
}

function list(making: Making, shape: Shape, flattened: boolean, place: Place): Json | undefined {
  const { member } = shape;
  if (!member) return [];
  const thing = singular(place.name);
  const named = namedThings(making, member, thing);
  if (named > 0) making.count.named += 1;
  if (making.empty && !(named > 0 && (making.keepsNamed || named === 1))) return flattened ? undefined : [];
  const length = Math.min(mostThings, Math.max(1, named, shape.min ?? 0));
  const items = Array.from({ length }, (_, index) =>
    makeValue(making, member, {
      ...place,
      name: thing,
      thing,
      serial: named > 0 ? index : making.first + index,
    }),
  );
  return items.filter((item) => item !== undefined);
}

/** How many of a list's things the request names. */
function namedThings(making: Making, member: ShapeRef, thing: string): number {
  const shape = making.model.shapes[member.shape];
  if (shape?.type === "string") return making.asked(thing, thing).length;
  const names = Object.entries(shape?.members ?? {}).filter(
    ([, ref]) => making.model.shapes[ref.shape]?.type === "string",
  );
  return Math.max(
    0,
    ...names.filter(([name]) => isIdentity(name, thing)).map(([name]) => making.asked(name, thing).length),
  );
}

/** Whether a member names the thing itself: `InstanceId` of an `Instance` or an `InstanceStatus`, `GroupId` of a `SecurityGroup`, but not `VpcId` of a `Subnet`. */
function isIdentity(name: string, thing: string): boolean {
  const root = /^(.*?)(?:id|name|arn|identifier|url|label)$/i.exec(name)?.[1]?.toLowerCase();
  if (root === undefined) return false;
  const noun = thing.toLowerCase();
  return (
    root === "" || noun.endsWith(root) || (noun.startsWith(root) && aspects.test(noun.slice(root.length)))
  );
}

const aspects =
  /^(?:status|state|attribute|detail|description|info|health|result|event|summar(?:y|ie)|configuration)/;

function map(making: Making, shape: Shape, place: Place): Json {
  const { key, value } = shape;
  if (!key || !value) return {};
  const known = making.model.shapes[key.shape]?.enum ?? [];
  const { service } = making.model;
  const named = making.asked(key.shape, key.shape.replace(/Name$/, ""));
  const own = mapKeys({
    service,
    operation: making.operation,
    known,
    asked: making.askedNames,
    all: making.members === "all",
    named,
  });
  if (making.empty && own.length === 0) return {};
  const keys =
    own.length > 0
      ? own
      : [
          plausibleText("key", making.model.shapes[key.shape] ?? { type: "string" }, {
            ...making.text,
            thing: place.thing,
            serial: place.serial,
          }),
        ];
  return Object.fromEntries(
    keys.flatMap((name) => {
      const inner = makeValue(making, value, { ...place, name, thing: own.length > 0 ? "" : name });
      return inner === undefined ? [] : [[name, inner]];
    }),
  );
}

function flag(making: Making, name: string): boolean {
  if (/truncated|^hasmore|^more/i.test(name)) return false;
  return making.turn === undefined
    ? !/deletemarker|^pending|disabled|deleting/i.test(name)
    : making.turn % 2 === 0;
}

function number(making: Making, { min, max, type }: Shape, { name, serial }: Place): number {
  const lower = name.toLowerCase();
  const usual =
    type === "long" && /time|timestamp|date/.test(lower)
      ? Date.parse(making.text.now)
      : /port$/.test(lower)
        ? 443
        : /statuscode/.test(lower)
          ? 200
          : lower === "contentlength"
            ? exampleBytes.length
            : /size|bytes|length/.test(lower)
              ? 1024
              : 1 + serial;
  return Math.min(max ?? usual, Math.max(min ?? usual, usual));
}

/** States that mean "all is well", so that nobody waits for what a rehearsal will never become. */
const well =
  /^(?:available|active|running|in[-_ ]?service|enabled?|completed?|succeeded|success|ok|healthy|issued|in[-_ ]?use|deployed|create_complete|stable|attached|associated|allow(?:ed)?|yes|on)$/i;

function text(making: Making, shape: Shape, { name, thing, serial }: Place): string {
  const asked = making.asked(name, thing);
  const wanted = asked[serial] ?? asked[0];
  if (wanted !== undefined) {
    const plain = wanted.startsWith("arn:") && !/arn$/i.test(name) ? lastPart(wanted) : wanted;
    if (!/arn$/i.test(name) || plain.startsWith("arn:")) return plain;
  }
  const values = shape.enum ?? [];
  if (values.length > 0) {
    const chosen =
      making.turn === undefined
        ? (values.find((value) => well.test(value)) ?? values[0])
        : values[making.turn % values.length];
    return chosen ?? "";
  }
  return plausibleText(name, shape, { ...making.text, thing, serial });
}

function lastPart(arn: string): string {
  return arn.split(/[:/]/).at(-1) ?? arn;
}

function singular(name: string): string {
  if (/ies$/.test(name)) return name.replace(/ies$/, "y");
  if (/(?:sses|xes|ches|Sets?|List)$/.test(name)) return name.replace(/es$|Sets?$|List$/, "");
  return name.replace(/s$/, "");
}
