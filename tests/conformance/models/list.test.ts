import { expect, it } from "vitest";
import { commandLine } from "../../scenarios/command-line.ts";

it("nephoscope models list says from when each price is", async () => {
  using line = commandLine({ XDG_CONFIG_HOME: "/nonexistent" });
  const { code, stdout } = await line.run(["models", "list"]);
  expect(code).toBe(0);
  const priced = stdout.split("\n").filter((one) => /[1-9][\d.]*\/[\d.]+ USD per million/.test(one));
  expect(priced.length).toBeGreaterThan(5);
  expect(priced.filter((one) => !/USD per million, 20\d{2}-\d{2}/.test(one))).toEqual([]);
  expect(stdout).toContain("Prices are those of the day that stands beside them");
});
