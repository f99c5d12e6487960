import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absent, known } from "./key-value.ts";
import type { KeyValue } from "./key-value.ts";
import { matchCondition } from "./match-condition.ts";

const match = (operator: string, values: readonly string[], value: KeyValue) =>
  matchCondition({ operator, key: "k", values }, () => value, true).outcome;
const unknown: KeyValue = { kind: "unknown", why: "not given" };

describe("one value", () => {
  it.each([
    ["StringEquals", "a*", "ab", "no"],
    ["StringEquals", "a*", "a*", "yes"],
    ["StringEquals", "A", "a", "no"],
    ["StringEqualsIgnoreCase", "A", "a", "yes"],
    ["StringNotEqualsIgnoreCase", "A", "a", "no"],
    ["StringLike", "a*", "ab", "yes"],
    ["StringNotLike", "a*", "ab", "no"],
    ["NumericLessThanEquals", "200", "1000", "no"],
    ["NumericLessThan", "1e3", "999.5", "yes"],
    ["NumericEquals", "10", "10.0", "yes"],
    ["NumericNotEquals", "10", "ten", "yes"],
    ["NumericGreaterThan", "1", "x", "no"],
    ["DateLessThan", "2026-02-15T00:00:00Z", "2026-02-14T23:59:59Z", "yes"],
    ["DateGreaterThan", "2026-02-15T01:00:00+02:00", "2026-02-14T23:30:00Z", "yes"],
    ["DateEquals", "1767225600", "2026-01-01T00:00:00Z", "yes"],
    ["DateLessThan", "2026-02-15", "2026-02-15T00:00:00Z", "no"],
    ["Bool", "true", "True", "yes"],
    ["Bool", "false", "true", "no"],
    ["BinaryEquals", "QUJD", "QUJD", "yes"],
    ["IpAddress", "203.0.113.0/24", "203.0.113.9", "yes"],
    ["IpAddress", "203.0.113.0/24", "203.0.114.9", "no"],
    ["IpAddress", "198.51.100.7", "198.51.100.7", "yes"],
    ["NotIpAddress", "198.51.100.7", "198.51.100.7", "no"],
    ["IpAddress", "2001:db8::/32", "2001:db8:1::5", "yes"],
    ["IpAddress", "2001:db8::/32", "2001:db9::5", "no"],
    ["IpAddress", "0.0.0.0/0", "2001:db8::1", "no"],
    ["ArnEquals", "arn:aws:s3:::b*", "arn:aws:s3:::bucket", "yes"],
    ["ArnLike", "arn:aws:iam::*:role/x", "arn:aws:iam::1:role/x", "yes"],
    ["ArnLike", "arn:aws:*:role/x", "arn:aws:iam::1:role/x", "no"],
    ["ArnLike", "arn:aws:iam::1:role/*", "arn:aws:iam::1:role/a/b", "yes"],
    ["ArnNotLike", "arn:aws:iam::1:role/*", "arn:aws:iam::2:role/a", "yes"],
    ["StringMatches", "a", "a", "no"],
  ])("%s %s against %s: %s", (operator, wanted, requested, expected) => {
    expect(match(operator, [wanted], known(requested))).toBe(expected);
  });
});

describe("absent and unknown keys", () => {
  it.each([
    ["StringEquals", "no"],
    ["StringNotEquals", "yes"],
    ["NotIpAddress", "yes"],
    ["ArnNotLike", "yes"],
    ["NumericLessThan", "no"],
    ["StringEqualsIfExists", "yes"],
    ["BoolIfExists", "yes"],
    ["ForAllValues:StringEquals", "yes"],
    ["ForAnyValue:StringEquals", "no"],
    ["ForAnyValue:StringNotEquals", "no"],
    ["ForAnyValue:StringEqualsIfExists", "yes"],
  ])("%s with an absent key: %s", (operator, expected) => {
    expect(match(operator, ["true"], absent)).toBe(expected);
  });

  it.each(["StringEquals", "StringNotEquals", "Bool", "ForAllValues:StringLike", "Null"])(
    "%s with an unknown key is unknown",
    (operator) => {
      expect(match(operator, ["true"], unknown)).toBe("unknown");
    },
  );

  it.each([
    ["StringLikeIfExists", "yes"],
    ["ArnLikeIfExists", "yes"],
    ["ForAllValues:StringLike", "yes"],
    ["StringLike", "unknown"],
    ["StringNotLikeIfExists", "unknown"],
    ["StringEqualsIfExists", "unknown"],
  ])("%s with a lone star and an unknown key: %s", (operator, expected) => {
    expect(match(operator, ["a", "*"], unknown)).toBe(expected);
  });

  it("asks with Null whether the key is there", () => {
    expect(match("Null", ["true"], absent)).toBe("yes");
    expect(match("Null", ["true"], known("x"))).toBe("no");
    expect(match("Null", ["false"], known("x"))).toBe("yes");
    expect(match("Null", ["false"], known())).toBe("no");
    expect(match("Null", ["false"], { kind: "unknown", why: "any session", prefix: "AROA:" })).toBe("yes");
  });
});

const set = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 4 });

describe("several values", () => {
  it("ForAllValues asks that every requested value be listed", () => {
    fc.assert(
      fc.property(
        set,
        set,
        (requested, wanted) =>
          (match("ForAllValues:StringEquals", wanted, known(...requested)) === "yes") ===
          requested.every((one) => wanted.includes(one)),
      ),
    );
  });

  it("ForAnyValue asks that one requested value be listed", () => {
    fc.assert(
      fc.property(
        set,
        set,
        (requested, wanted) =>
          (match("ForAnyValue:StringEquals", wanted, known(...requested)) === "yes") ===
          requested.some((one) => wanted.includes(one)),
      ),
    );
  });

  it("ForAnyValue of a negated operator asks that one requested value be unlisted", () => {
    fc.assert(
      fc.property(
        set,
        set,
        (requested, wanted) =>
          (match("ForAnyValue:StringNotEquals", wanted, known(...requested)) === "yes") ===
          requested.some((one) => !wanted.includes(one)),
      ),
    );
  });

  it("a negated operator is the opposite of its twin for one value", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("a", "b"),
        set,
        (requested, wanted) =>
          match("StringNotEquals", wanted, known(requested)) !==
          match("StringEquals", wanted, known(requested)),
      ),
    );
  });
});
