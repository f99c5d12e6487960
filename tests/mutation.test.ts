import { describe, expect, it } from "vitest";
import { fixtureChecker, fixtureModels } from "../src/script/fixtures/fixture-models.ts";
import { exercises } from "../scripts/mutation/corpus.ts";
import { falseAlarms, measure } from "../scripts/mutation/measure.ts";
import { plantings } from "../scripts/mutation/plantings.ts";
import { sweepModels } from "../scripts/mutation/sweep-models.ts";

/** A sample of `npm run mutation`: with the trimmed models, and few scripts for each class. */
describe("mistakes that are planted", async () => {
  const checker = fixtureChecker();
  const models = fixtureModels();
  const scripts = exercises();
  const measured = await measure({ checker, models, scripts, plantings, seed: 3, most: 1 });

  it("are of many classes, and nearly all of these find a place", () => {
    expect(plantings.length).toBeGreaterThan(100);
    expect(measured.filter(({ planted }) => planted > 0).length).toBeGreaterThan(100);
  });

  // What reads a dictionary of the script's own is no mistake, and cannot be told from one by the text that plants it.
  const vague = /^member /;

  it.each(measured.filter(({ planted }) => planted > 0))(
    "$planting",
    ({ planting, planted, caught, missed }) => {
      if (vague.test(planting)) expect(caught * 2, JSON.stringify(missed)).toBeGreaterThanOrEqual(planted);
      else expect(missed).toEqual([]);
    },
  );

  it("raise no alarm where none is planted", async () => {
    expect(await falseAlarms(checker, scripts)).toEqual([]);
  });

  it("are caught in every name that the models know", async () => {
    const { swept, alarms } = await sweepModels({ models, services: models.names(), seed: 5 });
    expect(alarms).toEqual([]);
    for (const { planted, caught, missed, what } of swept) {
      expect(planted, what).toBeGreaterThan(5);
      expect(caught, JSON.stringify(missed)).toBe(planted);
    }
  });
});
