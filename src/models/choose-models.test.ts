import { describe, expect, it } from "vitest";
import { parseModels, loadModels, ModelEntry, RoleEntry } from "../content/load-models.ts";
import type { ModelRegistry } from "../content/load-models.ts";
import { chooseModels } from "./choose-models.ts";

const entry = (id: string, input: number, capabilities: ModelEntry["capabilities"]) =>
  ModelEntry.parse({ id, provider: "openai", prices: { input, output: input }, capabilities });
const none = RoleEntry.parse({});
const registry: ModelRegistry = {
  models: [
    entry("big", 10, ["structured", "code"]),
    entry("small", 1, ["structured"]),
    entry("mid", 3, ["structured", "code"]),
  ],
  roles: {
    router: RoleEntry.parse({ models: ["small", "big"] }),
    orchestrator: none,
    coder: RoleEntry.parse({ needs: ["code"] }),
    reviewer: none,
    analyst: none,
  },
};
const ids = (
  role: Parameters<typeof chooseModels>[1],
  choice: Omit<Parameters<typeof chooseModels>[2], "usable">,
  without: readonly string[] = [],
) =>
  chooseModels(registry, role, { ...choice, usable: (model) => !without.includes(model.id) }).map(
    (model) => model.id,
  );

describe("choosing models", () => {
  it("takes the role's list in order, without those that cannot be used", () => {
    expect(ids("router", {})).toEqual(["small", "big"]);
    expect(ids("router", {}, ["small"])).toEqual(["big"]);
  });
  it("takes what has the capabilities, the cheapest first", () => {
    expect(ids("coder", {})).toEqual(["mid", "big"]);
  });
  it("puts the wanted model first, and keeps the rest to fall back on", () => {
    expect(ids("router", { model: "mid" })).toEqual(["mid", "small", "big"]);
    expect(ids("router", { model: "mid", roles: { router: "big" } })).toEqual(["big", "small"]);
  });
  it("has none where nothing is configured", () => {
    expect(ids("analyst", {})).toEqual([]);
  });
  it("says what to do about a name that nobody knows", () => {
    expect(() => ids("router", { model: "nope" })).toThrow(/No model is called "nope"/);
  });
});

describe("the registry", () => {
  it("ships one that is understood", () => {
    const shipped = loadModels([new URL("../../content/models.yaml", import.meta.url).pathname]);
    expect(shipped.models.length).toBeGreaterThan(8);
    expect(new Set(shipped.models.map((model) => model.provider)).size).toBe(5);
    for (const role of Object.values(shipped.roles))
      for (const id of role.models) expect(shipped.models.map((model) => model.id)).toContain(id);
  });
  it("names file and line of what it does not understand", () => {
    expect(() => parseModels("models:\n  - id: x\n    provider: nobody\n", "models.yaml")).toThrow(
      /models\.yaml:3: models\.0\.provider/,
    );
    expect(() => parseModels("models: [", "models.yaml")).toThrow(/models\.yaml:\d+/);
  });
});
