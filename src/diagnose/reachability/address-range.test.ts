import { array, assert, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  covers,
  formatCidr,
  formatRange,
  intersect,
  isPublic,
  overlaps,
  parseRange,
  publicIpv4,
  rangesOf,
  subtract,
} from "./address-range.ts";
import type { AddressRange } from "./address-range.ts";

const range = tuple(integer({ min: 0, max: 2 ** 32 - 1 }), integer({ min: 0, max: 2 ** 32 - 1 })).map(
  ([a, b]): AddressRange => ({
    family: 4,
    first: BigInt(Math.min(a, b)),
    last: BigInt(Math.max(a, b)),
  }),
);
const point = integer({ min: 0, max: 2 ** 32 - 1 }).map((value): AddressRange => ({
  family: 4,
  first: BigInt(value),
  last: BigInt(value),
}));

describe("address ranges", () => {
  it.each([
    ["10.20.2.128/25", "10.20.2.128/25"],
    ["10.20.2.77/24", "10.20.2.0/24"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["10.0.0.5", "10.0.0.5"],
    ["2001:db8::/32", "2001:db8::/32"],
    ["::/0", "::/0"],
  ])("reads %s", (text, shown) => {
    const parsed = parseRange(text);
    expect(parsed && formatRange(parsed)).toBe(shown);
  });

  it.each(["internet", "10.0.0", "10.0.0.0/33", "10.0.0.0/x", "300.1.1.1", "", "i-0abc", "10.0.0.0/8/8"])(
    "leaves %s alone",
    (text) => {
      expect(parseRange(text)).toBeUndefined();
    },
  );

  it("subtracts and intersects point by point", () => {
    assert(
      property(array(range, { maxLength: 4 }), array(range, { maxLength: 4 }), point, (left, right, one) => {
        const inLeft = overlaps(left, [one]);
        const inRight = overlaps(right, [one]);
        expect(overlaps(subtract(left, right), [one])).toBe(inLeft && !inRight);
        expect(overlaps(intersect(left, right), [one])).toBe(inLeft && inRight);
      }),
    );
  });

  it("covers what is inside, and only that", () => {
    assert(
      property(range, range, (outer, inner) => {
        expect(covers([outer], [inner])).toBe(outer.first <= inner.first && inner.last <= outer.last);
      }),
    );
  });

  it("writes blocks that it reads back", () => {
    assert(
      property(integer({ min: 0, max: 2 ** 32 - 1 }), integer({ min: 0, max: 32 }), (value, length) => {
        const size = 1n << BigInt(32 - length);
        const first = BigInt(value) - (BigInt(value) % size);
        const block: AddressRange = { family: 4, first, last: first + size - 1n };
        expect(parseRange(formatCidr(block))).toEqual(block);
      }),
    );
  });

  it("takes private and special ranges out of the internet", () => {
    expect(isPublic(rangesOf(["203.0.113.9"]))).toBe(true);
    for (const text of [
      "10.1.2.3",
      "192.168.0.0/16",
      "172.31.0.1",
      "100.64.0.1",
      "169.254.169.254",
      "0.0.0.0/0",
    ])
      expect(isPublic(rangesOf([text])), text).toBe(false);
    expect(covers(publicIpv4, rangesOf(["8.8.8.8", "1.0.0.0/8"]))).toBe(true);
  });

  it("never mixes the versions", () => {
    expect(overlaps(rangesOf(["::/0"]), rangesOf(["10.0.0.0/8"]))).toBe(false);
  });
});
