import { bindingCoverage } from "../src/aws/needs/binding-coverage.ts";
import type { OperationBinding } from "../src/aws/needs/binding-coverage.ts";
import { createActions } from "../src/aws/needs/actions.ts";
import { openWorkshop } from "../src/app/workshop.ts";
import { readSettings } from "../src/app/config.ts";
import { unlistedActions } from "../src/aws/needs/unlisted-actions.ts";

// From the parameters of each operation to the ARNs that it touches: how well, service by service; `--unbound` and `--unlisted` name the rest.
await using workshop = openWorkshop({ settings: readSettings(), report: (line) => console.error(line) });
const [models, catalog] = [await workshop.models(), workshop.catalog()];
const actions = createActions({ models, catalog });
const words = process.argv.slice(2);
const names = words.filter((word) => !word.startsWith("--"));
const services = names.length > 0 ? names : workshop.services.map(({ name }) => name);
const columns = ["exact", "parent", "type", "no-resource", "unbound"] as const;
const titles = ["exact", "by parent", "by type", "no resource level", "unbound → *"];

const row = (name: string, values: readonly (string | number)[]) =>
  console.log(
    `${name.padEnd(26)}${values.map((value, index) => String(value).padStart((titles[index] ?? "").length + 2)).join("")}`,
  );
const count = (all: readonly OperationBinding[]) =>
  columns.map((column) => all.filter(({ binding }) => binding === column).length);

const all = services.map((service) => ({
  service,
  bound: bindingCoverage(service, { models, catalog, actions }),
}));
row("service", titles);
for (const { service, bound } of all) row(service, count(bound));
const every = all.flatMap(({ bound }) => bound);
row(
  `${all.length} services, ${every.length} operations`,
  count(every).map((number) => number),
);
const levelled = every.filter(({ binding }) => binding !== "no-resource");
const known = levelled.filter(({ binding }) => binding !== "unbound").length;
console.log(
  `${known} of ${levelled.length} operations with a resource level are bound (${((known / levelled.length) * 100).toFixed(1)} %); the others count as *.`,
);
if (words.includes("--unbound"))
  for (const { service, operation, action } of every.filter(({ binding }) => binding === "unbound"))
    console.log(`  unbound   ${service}:${operation} (${action})`);
const unlisted = services.flatMap((service) => unlistedActions(service, { models, catalog, actions }));
const unexplained = unlisted.filter(({ why }) => why === undefined);
console.log(
  `${unlisted.length} operations need an action that AWS's reference (iam-data) does not list: ${unlisted.length - unexplained.length} explained, ${unexplained.length} not.`,
);
if (words.includes("--unlisted"))
  for (const { service, operation, action, why } of unlisted)
    console.log(`  unlisted  ${service}:${operation} → ${action}: ${why ?? "no explanation"}`);
process.exit(every.length === 0 || unexplained.length > 0 ? 1 : 0);
