import { afterAll, describe, expect, it } from "vitest";
import fc from "fast-check";
import { createActions } from "../../src/aws/needs/actions.ts";
import { holdsArns } from "../../src/aws/needs/bind-arn.ts";
import { bindingCoverage } from "../../src/aws/needs/binding-coverage.ts";
import { createNeeds } from "../../src/aws/needs/needs.ts";
import { unlistedActions } from "../../src/aws/needs/unlisted-actions.ts";
import { readSettings } from "../../src/app/config.ts";
import { openWorkshop } from "../../src/app/workshop.ts";
import type { JsonObject } from "../../src/core/json/json.ts";
import { leastPolicy } from "../../src/core/policy/least-policy.ts";
import { permits } from "../../src/core/policy/permits.ts";
import { grantedResources } from "../../src/script/call-needs.ts";
import { sources } from "./actions-table.ts";

const workshop = openWorkshop({ settings: readSettings(), report: () => undefined });
afterAll(() => workshop[Symbol.asyncDispose]());
const [models, catalog] = [await workshop.models(), workshop.catalog()];
const actions = createActions({ models, catalog });
const needs = createNeeds({ models, catalog, actions });
const place = { account: "123456789012", region: "eu-central-1" };
const supported = workshop.services.map(({ name }) => name);

const rows = sources.flatMap(({ source, rows: text }) =>
  text
    .trim()
    .split("\n")
    .map((line) => ({ source, ...rowOf(line.trim()) })),
);

function rowOf(line: string) {
  const [, service = "", operation = "", member, wanted = ""] =
    /^(\S+) (\w+)(?:\{(\w+)\})? = (.+)$/.exec(line) ?? [];
  return {
    service,
    operation,
    params: member === undefined ? {} : { [member]: "x" },
    wanted: wanted.split(" + "),
  };
}

describe("operation → actions", () => {
  it("has a table of more than 150 rows, each read", () => {
    expect(rows.length).toBeGreaterThan(200);
    expect(rows.filter(({ wanted }) => wanted[0] === "")).toEqual([]);
  });

  it.each(rows)(
    "$service:$operation $params needs $wanted ($source)",
    ({ service, operation, params, wanted }) => {
      expect(models.model(service)?.operations[operation]).toBeDefined();
      expect(actions(service, operation, params)).toEqual(wanted);
    },
  );

  it("names actions that exist, for every operation of the services we support, or says why not", () => {
    const unexplained = supported
      .flatMap((service) => unlistedActions(service, { models, catalog, actions }))
      .filter(({ why }) => why === undefined);
    expect(unexplained).toEqual([]);
  });
});

describe("operation → ARNs", () => {
  it("binds at least 97 % of the operations that have a resource level", () => {
    const all = supported.flatMap((service) => bindingCoverage(service, { models, catalog, actions }));
    const levelled = all.filter(({ binding }) => binding !== "no-resource");
    const unbound = levelled.filter(({ binding }) => binding === "unbound");
    expect(levelled.length).toBeGreaterThan(2900);
    expect(unbound.length / levelled.length).toBeLessThan(0.03);
    expect(unbound.every(({ arns }) => arns.join() === "*")).toBe(true);
  });
});

// What holds the two sides together: a policy made from a text that does not know some values must allow the call that has them.
describe("a text that leaves values open", () => {
  const operations = supported.flatMap((service) =>
    Object.keys(models.model(service)?.operations ?? {}).map((operation) => ({ service, operation })),
  );
  const value = fc.oneof(
    fc.stringMatching(/^[a-z][a-z0-9-]{2,12}$/),
    fc.constantFrom(
      "arn:aws:iam::123456789012:role/x/y",
      "alias/app",
      "i-0123456789abcdef0",
      "/a/b",
      "0123456789ab",
    ),
  );

  it("allows the call that has them", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...operations),
        fc.array(fc.tuple(value, fc.boolean()), { minLength: 12, maxLength: 12 }),
        (one, given) => {
          const { known, open } = requestOf(one, given);
          const derived = needs({ ...one, ...place, params: open });
          const policy = leastPolicy(
            derived.map((need) => ({ ...need, resources: grantedResources(need.resources) })),
          );
          for (const need of needs({ ...one, ...place, params: known }).filter(
            ({ perhaps }) => perhaps === undefined,
          ))
            if (!permits(policy, need))
              throw new Error(
                `${one.service}:${one.operation} ${JSON.stringify(known)} needs ${JSON.stringify(need)}; the text has ${JSON.stringify(open)}: ${JSON.stringify(policy)}`,
              );
        },
      ),
      { numRuns: 4000, seed: 20261121 },
    );
  });

  /** Some text members with a value, and the same with stars where the text does not know it. */
  function requestOf(
    { service, operation }: { service: string; operation: string },
    given: readonly (readonly [string, boolean])[],
  ) {
    const model = models.model(service);
    const [prefix = ""] = (actions(service, operation)[0] ?? "").split(":");
    const [type] = catalog.action(prefix, operation)?.resourceTypes ?? [];
    const head = (type === undefined ? undefined : catalog.arnFormat(prefix, type.name))
      ?.replace("${Partition}", "aws")
      .replace("${Region}", place.region)
      .replace("${Account}", prefix === "organizations" ? "210987654321" : place.account)
      .split(":")
      .slice(0, 5)
      .join(":");
    const input = model?.shapes[model.operations[operation]?.input?.shape ?? ""];
    const members = Object.entries(input?.members ?? {}).filter(([name, { shape }]) => {
      const { type, member } = model?.shapes[shape] ?? {};
      const ofText =
        type === "string" || (type === "list" && model?.shapes[member?.shape ?? ""]?.type === "string");
      // Whose ARN a member of a certain kind may hold stands in no model; those for any resource take any.
      return ofText && (!holdsArns(prefix, name) || /^resource/i.test(name));
    });
    const pairs = members.slice(0, given.length).map(([name, { shape }], index) => {
      const [text, isOpen] = given[index] ?? ["x", true];
      const own = `${head}:thing/x`;
      const fitting = holdsArns(prefix, name) ? own : text.startsWith("arn:") ? "x" : text;
      const list = model?.shapes[shape]?.type === "list";
      return { name, known: list ? [fitting] : fitting, open: isOpen ? "*" : list ? [fitting] : fitting };
    });
    const params = (which: "known" | "open"): JsonObject =>
      Object.fromEntries(pairs.map((pair) => [pair.name, pair[which]]));
    return { known: params("known"), open: params("open") };
  }
});
