import { describe, expect, it } from "vitest";
import { levelShift, sustained } from "./trend.ts";

const points = (...values: readonly number[]) =>
  values.map((value, index) => ({ at: index * 300_000, value }));
const high = (value: number): boolean => value >= 90;

describe("sustained", () => {
  it("does not take a single spike for a state", () =>
    expect(sustained(points(20, 20, 95, 20, 20), high)).toBeUndefined());
  it("finds a breach that holds at the end", () =>
    expect(sustained(points(20, 95, 96, 97), high)).toMatchObject({ ongoing: true, points: 3, worst: 97 }));
  it("tells one that has ended", () =>
    expect(sustained(points(95, 96, 97, 20), high)).toMatchObject({ ongoing: false }));
  it("takes the lowest value as the worst of a low breach", () =>
    expect(sustained(points(50, 2, 1, 0), (value) => value < 3)).toMatchObject({ worst: 0 }));
});

describe("levelShift", () => {
  it("finds where a series moved and stayed", () =>
    expect(levelShift(points(1, 1, 1, 40, 41, 40))).toMatchObject({ before: 1, after: 40 }));
  it("finds none in a steady series", () => expect(levelShift(points(10, 11, 10, 11, 10))).toBeUndefined());
});
