import { isAllowedByDefault, shippedOperations } from "../tests/conformance/effects/shipped.ts";

// How much of each supported service is reviewed, and what passes with no flag. Exit 1 where an operation is only guessed.
const { operations } = await shippedOperations();
const columns = ["operations", "reviewed", "guessed", "allowed", "denied"] as const;
console.log(`${"service".padEnd(26)}${columns.map((name) => name.padStart(12)).join("")}`);
const rows = [...Map.groupBy(operations, ({ service }) => service), ["all", operations] as const];
for (const [service, own] of rows) {
  const reviewed = own.filter(({ review }) => review.reviewed).length;
  const allowed = own.filter(isAllowedByDefault).length;
  const counts = [own.length, reviewed, own.length - reviewed, allowed, own.length - allowed];
  console.log(`${service.padEnd(26)}${counts.map((count) => String(count).padStart(12)).join("")}`);
}
console.log(
  "allowed: with no flag (pure, logs, and costs within the budget). Operations of any other service are guessed, never pure, and denied.",
);
process.exit(operations.every(({ review }) => review.reviewed) && operations.length > 0 ? 0 : 1);
