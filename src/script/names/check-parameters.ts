import type { Diagnostic } from "../../core/script.ts";
import type { ServiceModel, Shape, ShapeRef } from "../../aws/service-models.ts";
import { nearestName } from "./nearest-name.ts";
import type { Alternatives, Literal, Params } from "../follow/use.ts";

interface Checking {
  readonly model: ServiceModel;
  readonly operation: string;
  readonly params: Params;
  /** Members that boto3 itself fills in. */
  readonly filled: readonly string[];
  /** Members taken beside those of the model. */
  readonly extra?: readonly string[];
  /** The resource layer takes native Python values where the model has typed ones (boto3's DynamoDB resource). */
  readonly native?: boolean;
  /** Some calls leave required members to another line (`waiter`, `paginator`): still required. */
  readonly line: number;
}

interface Place {
  readonly model: ServiceModel;
  readonly method: string;
  readonly path: string;
  readonly line: number;
  readonly native: boolean;
}

/** Names that botocore takes instead of those in its model (`botocore/handlers.py`, `_add_parameter_aliases`). */
const aliases: { readonly [operation: string]: { readonly [alias: string]: string } } = {
  "logs.CreateExportTask": { fromTime: "from" },
  "cloudsearchdomain.Search": { returnFields: "return" },
};

/** Checks the literal parameters of a call as botocore's own validator would (`botocore/validate.py`), and enum values beside. */
export function checkParameters(checking: Checking): readonly Diagnostic[] {
  const { model, operation, params, filled, extra = [], line } = checking;
  const definition = model.operations[operation];
  const shape: Shape = (definition?.input && model.shapes[definition.input.shape]) ?? { type: "structure" };
  const renamed = new Map(
    [...params.entries].map(([name, entry]) => [aliasOf(checking, shape, name), entry]),
  );
  const place = { model, method: operation, path: "", line, native: checking.native ?? false };
  const given = {
    entries: new Map([...renamed].filter(([name]) => !extra.includes(name))),
    open: params.open,
  };
  return checkStructure(place, shape, given, filled.concat(autofilled(model, operation, shape)));
}

function aliasOf({ model, operation }: Checking, shape: Shape, name: string): string {
  const own = aliases[`${model.service}.${operation}`]?.[name];
  if (own !== undefined) return own;
  // `ec2.*.Filter` is offered as `Filters`.
  return model.service === "ec2" &&
    name === "Filters" &&
    shape.members?.["Filter"] !== undefined &&
    shape.members["Filters"] === undefined
    ? "Filter"
    : name;
}

/** Members that botocore fills in itself: idempotency tokens, Glacier's account, computed digests. */
function autofilled(model: ServiceModel, operation: string, shape: Shape): readonly string[] {
  const tokens = Object.entries(shape.members ?? {}).flatMap(([name, member]) =>
    member.idempotencyToken === true ? [name] : [],
  );
  const own = model.service === "glacier" ? ["accountId"] : [];
  return operation === "CopyDBSnapshot" ? [...tokens, ...own, "PreSignedUrl"] : [...tokens, ...own];
}

function checkStructure(
  place: Place,
  shape: Shape,
  params: Params,
  filled: readonly string[],
): readonly Diagnostic[] {
  if (shape.document === true) return [];
  const members = shape.members ?? {};
  const found: Diagnostic[] = [];
  for (const [name, { alternatives, line }] of params.entries) {
    const at = { ...place, line: line === 0 ? place.line : line };
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined) found.push(unknownParameter(at, name, Object.keys(members)));
    else found.push(...checkAlternatives({ ...at, path: `${place.path}.${name}` }, member, alternatives));
  }
  if (params.open) return found;
  const misspelt = new Set(found.flatMap((diagnostic) => diagnostic.suggestion ?? []));
  for (const name of shape.required ?? []) {
    if (params.entries.has(name) || filled.includes(name) || misspelt.has(name)) continue;
    found.push(
      diagnostic(place, "missing-parameter", "error", `${where(place)} needs the parameter ${name}.`, name),
    );
  }
  return found;
}

function unknownParameter(place: Place, name: string, members: readonly string[]): Diagnostic {
  const near = nearestName(name, members);
  const hint =
    near === undefined
      ? `It takes ${members.length === 0 ? "none" : members.slice(0, 12).join(", ")}.`
      : `Did you mean ${near}?`;
  return diagnostic(
    place,
    "unknown-parameter",
    "error",
    `${where(place)} has no parameter ${name}. ${hint}`,
    near,
  );
}

/** An error only when every possibility is wrong: nobody knows which of them comes. */
function checkAlternatives(
  place: Place,
  member: ShapeRef,
  alternatives: Alternatives,
): readonly Diagnostic[] {
  const shape = place.model.shapes[member.shape];
  if (shape === undefined || member.jsonvalue === true) return [];
  const found = alternatives.map((literal) => checkLiteral(place, shape, literal));
  return found.every((diagnostics) => diagnostics.length > 0) ? (found[0] ?? []) : [];
}

function checkLiteral(place: Place, shape: Shape, literal: Literal): readonly Diagnostic[] {
  if (literal.kind === "unknown" || shape.document === true || (place.native && isAttributeValue(shape)))
    return [];
  if (shape.type === "structure") {
    if (literal.kind !== "dict") return isCopySource(place) ? [] : wrongType(place, "a dictionary", literal);
    return [...checkUnion(place, shape, literal), ...checkStructure(place, shape, literal, [])];
  }
  if (shape.type === "map") {
    return literal.kind === "dict"
      ? checkMap(place, shape, literal)
      : wrongType(place, "a dictionary", literal);
  }
  if (shape.type === "list") {
    return literal.kind === "list" ? checkList(place, shape, literal) : wrongType(place, "a list", literal);
  }
  if (shape.type === "string" || shape.type === "character") {
    return literal.kind === "text"
      ? checkText(place, shape, literal.text)
      : isCopySource(place) && literal.kind === "dict"
        ? []
        : wrongType(place, "a string", literal);
  }
  if (shape.type === "integer" || shape.type === "long") {
    return checkInteger(place, shape, literal);
  }
  if (shape.type === "float" || shape.type === "double") {
    return literal.kind === "number" || literal.kind === "boolean"
      ? []
      : wrongType(place, "a number", literal);
  }
  if (shape.type === "boolean") {
    return literal.kind === "boolean" ? [] : wrongType(place, "True or False", literal);
  }
  if (shape.type === "blob") {
    return literal.kind === "text" || literal.kind === "bytes" ? [] : wrongType(place, "bytes", literal);
  }
  return literal.kind === "text" || literal.kind === "number" || literal.kind === "boolean"
    ? []
    : wrongType(place, "a datetime or an ISO string", literal);
}

/** `CopySource` may be a dictionary too (`botocore/handlers.py`, `handle_copy_source_param`). */
const isCopySource = (place: Place): boolean => place.model.service === "s3" && place.path === ".CopySource";

const isAttributeValue = (shape: Shape): boolean =>
  shape.type === "structure" && shape.members?.["SS"] !== undefined && shape.members["NS"] !== undefined;

function checkUnion(place: Place, shape: Shape, literal: Params): readonly Diagnostic[] {
  if (shape.union !== true || literal.open || literal.entries.size === 1) return [];
  const names = Object.keys(shape.members ?? {}).join(", ");
  return [diagnostic(place, "union-parameter", "error", `${named(place)} takes exactly one of ${names}.`)];
}

function checkMap(place: Place, shape: Shape, { entries }: Params): readonly Diagnostic[] {
  const { value } = shape;
  if (value === undefined) return [];
  return [...entries].flatMap(([key, entry]) => {
    const line = entry.line === 0 ? place.line : entry.line;
    return checkAlternatives({ ...place, line, path: `${place.path}.${key}` }, value, entry.alternatives);
  });
}

function checkList(
  place: Place,
  shape: Shape,
  { items, open }: Extract<Literal, { kind: "list" }>,
): readonly Diagnostic[] {
  const { member } = shape;
  if (!open && shape.min !== undefined && items.length > 0 && items.length < shape.min) {
    return [
      diagnostic(
        place,
        "parameter-length",
        "error",
        `${named(place)} needs at least ${shape.min} element${shape.min === 1 ? "" : "s"}.`,
      ),
    ];
  }
  return member === undefined
    ? []
    : items.flatMap((item, index) =>
        checkAlternatives({ ...place, path: `${place.path}[${index}]` }, member, item),
      );
}

function checkText(place: Place, shape: Shape, text: string | undefined): readonly Diagnostic[] {
  if (text === undefined) return [];
  if (shape.min !== undefined && text.length < shape.min) {
    return [
      diagnostic(
        place,
        "parameter-length",
        "error",
        `${named(place)} needs at least ${shape.min} character${shape.min === 1 ? "" : "s"}.`,
      ),
    ];
  }
  if (shape.enum === undefined || shape.enum.includes(text) || isRegion(text)) return [];
  const near = nearestName(text, shape.enum);
  const hint =
    near === undefined ? `It knows ${shape.enum.slice(0, 12).join(", ")}.` : `Did you mean ${near}?`;
  // A misspelt value fails for sure; one that looks new may only be newer than these models.
  const newer = near === undefined || near.replaceAll(/\d+/g, "") === text.replaceAll(/\d+/g, "");
  return [
    diagnostic(
      place,
      "enum-value",
      newer ? "warning" : "error",
      `${named(place)} does not know the value ${JSON.stringify(text)}. ${hint}`,
      near,
    ),
  ];
}

const isRegion = (text: string): boolean => /^[a-z]{2}(-[a-z]+)+-\d$/.test(text);

function checkInteger(place: Place, shape: Shape, literal: Literal): readonly Diagnostic[] {
  if (literal.kind !== "boolean" && (literal.kind !== "number" || !literal.integer))
    return wrongType(place, "an integer", literal);
  // To Python, True is 1.
  const number = literal.kind === "number" ? literal.number : literal.boolean === true ? 1 : undefined;
  if (number === undefined || shape.min === undefined || number >= shape.min) return [];
  return [diagnostic(place, "parameter-range", "error", `${named(place)} must be at least ${shape.min}.`)];
}

function wrongType(place: Place, wanted: string, literal: Literal): readonly Diagnostic[] {
  return [
    diagnostic(
      place,
      "parameter-type",
      "error",
      `${named(place)} must be ${wanted}, not ${words[literal.kind]}.`,
    ),
  ];
}

const words: { readonly [kind in Literal["kind"]]: string } = {
  unknown: "this",
  none: "None (leave it out instead)",
  bytes: "bytes",
  text: "a string",
  number: "a number",
  boolean: "a boolean",
  list: "a list",
  dict: "a dictionary",
};

const named = (place: Place): string =>
  `${place.path.replace(/^\./, "")} of ${place.model.service}:${place.method}`;
const where = (place: Place): string =>
  place.path === "" ? `${place.model.service}:${place.method}` : named(place);

function diagnostic(
  place: Place,
  rule: string,
  severity: "error" | "warning",
  message: string,
  suggestion?: string,
): Diagnostic {
  return {
    rule,
    kind: "api-parameter",
    severity,
    line: place.line,
    message,
    fixed: false,
    ...(suggestion !== undefined && { suggestion }),
  };
}
