import type { ServiceModel, ServiceModels } from "../../src/aws/service-models.ts";
import type { Diagnostic } from "../../src/core/script.ts";
import { extractCalls } from "../../src/script/follow/extract-calls.ts";
import { methodName } from "../../src/script/names/method-name.ts";
import { checkNames } from "../../src/script/names/names.ts";
import { loadPythonParser } from "../../src/script/syntax.ts";
import type { ParsePython } from "../../src/script/syntax.ts";
import { createRandom, misspell } from "./random.ts";
import type { Random } from "./random.ts";

export interface Swept {
  readonly what: string;
  readonly planted: number;
  readonly caught: number;
  readonly named: number;
  readonly missed: readonly string[];
}

/** A line of a script, right or with one name misspelt. */
interface Line {
  readonly what: string;
  readonly text: string;
  readonly meant: string;
  /** Absent on a right line: nothing may be said of it. */
  readonly rule?: string;
}

/** Lines of one script: few enough to be followed to the end. */
const linesAtOnce = 150;

/** Every operation, paginator, waiter, parameter and answer of these services: right, and with one slip in its name. */
export async function sweepModels({
  models,
  services,
  seed,
}: {
  models: ServiceModels;
  services: readonly string[];
  seed: number;
}): Promise<{ readonly swept: readonly Swept[]; readonly alarms: readonly string[] }> {
  const parse = await loadPythonParser();
  const random = createRandom(seed);
  const results = services.flatMap((service) => {
    const model = models.model(service);
    const lines = model === undefined ? [] : linesOf(model, random);
    return chunks(lines, linesAtOnce).flatMap((some) => judge({ service, some, models, parse }));
  });
  const right = results.filter(({ line }) => line.rule === undefined);
  const wrong = results.filter(({ line }) => line.rule !== undefined);
  const kinds = [...new Set(wrong.map(({ line }) => line.what))];
  return {
    swept: kinds.map((what) =>
      summary(
        what,
        wrong.filter(({ line }) => line.what === what),
      ),
    ),
    alarms: right.flatMap(({ service, line, found }) =>
      found.map(({ message }) => `${service}: ${line.text}: ${message}`),
    ),
  };
}

interface Judged {
  readonly service: string;
  readonly line: Line;
  readonly found: readonly Diagnostic[];
}

function judge({
  service,
  some,
  models,
  parse,
}: {
  service: string;
  some: readonly Line[];
  models: ServiceModels;
  parse: ParsePython;
}): readonly Judged[] {
  const head = ["import boto3", `client = boto3.client("${service}")`];
  const parsed = parse(`${[...head, ...some.map(({ text }) => text)].join("\n")}\n`);
  const { uses } = extractCalls({ parsed, models });
  const { diagnostics } = checkNames({ uses, models });
  return some.map((line, index) => ({
    service,
    line,
    found: diagnostics.filter((found) => found.line === index + head.length + 1),
  }));
}

function summary(what: string, judged: readonly Judged[]): Swept {
  const caught = judged.filter(({ line, found }) => found.some(({ rule }) => rule === line.rule));
  return {
    what,
    planted: judged.length,
    caught: caught.length,
    named: caught.filter(({ line, found }) => found.some(({ suggestion }) => suggestion === line.meant))
      .length,
    missed: judged
      .filter((each) => !caught.includes(each))
      .map(({ service, line }) => `${service}: ${line.text}`),
  };
}

function linesOf(model: ServiceModel, random: Random): readonly Line[] {
  const methods = new Set(Object.keys(model.operations).map(methodName));
  const paginators = new Set(Object.keys(model.paginators).map(methodName));
  const waiters = new Set(model.waiters.map(methodName));
  return [
    ...Object.keys(model.operations).flatMap((operation) =>
      operationLines({ model, operation, methods, random }),
    ),
    ...[...paginators].flatMap((name) =>
      both({
        what: "paginator",
        names: paginators,
        name,
        random,
        rule: "unknown-paginator",
        write: (as) => `client.get_paginator("${as}")`,
      }),
    ),
    ...[...waiters].flatMap((name) =>
      both({
        what: "waiter",
        names: waiters,
        name,
        random,
        rule: "unknown-waiter",
        write: (as) => `client.get_waiter("${as}")`,
      }),
    ),
  ];
}

function operationLines({
  model,
  operation,
  methods,
  random,
}: {
  model: ServiceModel;
  operation: string;
  methods: ReadonlySet<string>;
  random: Random;
}): readonly Line[] {
  const method = methodName(operation);
  const { input, output } = model.operations[operation] ?? {};
  const parameters = new Set(Object.keys(model.shapes[input?.shape ?? ""]?.members ?? {}));
  const members = new Set(Object.keys(model.shapes[output?.shape ?? ""]?.members ?? {}));
  const parameter = random.pick([...parameters]);
  const member = random.pick([...members]);
  return [
    ...both({
      what: "method",
      names: methods,
      name: method,
      random,
      rule: "unknown-method",
      write: (as) => `client.${as}(**given)`,
    }),
    ...(parameter === undefined || !/^[A-Za-z_]\w*$/.test(parameter)
      ? []
      : both({
          what: "parameter",
          names: parameters,
          name: parameter,
          random,
          rule: "unknown-parameter",
          write: (as) => `client.${method}(**{"${as}": given}, **given)`,
        })),
    ...(member === undefined
      ? []
      : both({
          what: "member of an answer",
          names: members,
          name: member,
          random,
          rule: "unknown-response-member",
          write: (as) => `client.${method}(**given)["${as}"]`,
        })),
  ];
}

/** The line as it should be, and with one slip. */
function both({
  what,
  names,
  name,
  random,
  rule,
  write,
}: {
  what: string;
  names: ReadonlySet<string>;
  name: string;
  random: Random;
  rule: string;
  write: (name: string) => string;
}): readonly Line[] {
  const right = { what, text: write(name), meant: name };
  const wrong = misspell(name, random);
  // A digit in front, a dunder or another real name would be another mistake, or none.
  const usable = /^[A-Za-z][\w.-]*$/.test(wrong) && !names.has(wrong);
  return usable ? [right, { ...right, text: write(wrong), rule }] : [right];
}

function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
