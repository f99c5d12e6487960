import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadModels, parseModels } from "./load-models.ts";

const shipped = loadModels([fileURLToPath(new URL("../../content/models.yaml", import.meta.url))]);

describe("the registry of models", () => {
  it("says of every price that ships from when it is, and where it stood", () => {
    const priced = shipped.models.filter(({ prices }) => prices.input > 0 || prices.output > 0);
    expect(priced.length).toBeGreaterThan(5);
    expect(priced.filter(({ prices }) => !prices.asOf || !prices.source)).toEqual([]);
  });

  it("names in its roles only models that it has", () => {
    const ids = shipped.models.map(({ id }) => id);
    const named = Object.values(shipped.roles).flatMap(({ models }) => models);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("takes no key in an address, and does not repeat it", () => {
    const text = `models:
  - id: mine
    provider: openai-compatible
    baseUrl: https://me:hunter2-hunter2@gpu.internal/v1
`;
    expect(() => parseModels(text, "models.yaml")).toThrow(
      /^models\.yaml:4: models\.0\.baseUrl: no user and password in it: name a keyVariable$/,
    );
  });

  it("wants to know where a server of one's own is, rather than ask somebody else's", () => {
    expect(() => parseModels("models: [{id: mine, provider: openai-compatible}]", "models.yaml")).toThrow(
      "a server of your own needs its baseUrl",
    );
  });
});
