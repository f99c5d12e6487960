import { describe, expect, it } from "vitest";
import { parseDuration, parseMoment, timeWindow } from "./parse-time.ts";

const now = new Date("2026-11-21T10:30:00Z");

describe("parseMoment", () => {
  it.each([
    ["2h", "2026-11-21T08:30:00.000Z"],
    ["30m ago", "2026-11-21T10:00:00.000Z"],
    ["yesterday 14:00", "2026-11-20T14:00:00.000Z"],
    ["yesterday", "2026-11-20T00:00:00.000Z"],
    ["today 09:15", "2026-11-21T09:15:00.000Z"],
    ["14:00", "2026-11-20T14:00:00.000Z"],
    ["09:00 UTC", "2026-11-21T09:00:00.000Z"],
    ["2026-11-19", "2026-11-19T00:00:00.000Z"],
    ["2026-11-19 16:42", "2026-11-19T16:42:00.000Z"],
    ["2026-11-19T16:42:11+02:00", "2026-11-19T14:42:11.000Z"],
    ["now", "2026-11-21T10:30:00.000Z"],
  ])("reads %s", (text, iso) => {
    expect(parseMoment(text, now).toISOString()).toBe(iso);
  });

  it.each(["", "soon", "2h30", "2026-13-45", "25 o'clock"])("refuses %s with what to do", (text) => {
    expect(() => parseMoment(text, now)).toThrow(/is not a time/);
  });
});

describe("parseDuration", () => {
  it.each([
    ["60s", 60],
    ["5m", 300],
    ["1.5h", 5400],
    ["7d", 604_800],
    ["90", 90],
  ])("reads %s", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });
  it.each(["0s", "-5m", "five"])("refuses %s", (text) => {
    expect(() => parseDuration(text)).toThrow(/not a length of time/);
  });
});

describe("timeWindow", () => {
  it("is the last three hours by default", () => {
    expect(timeWindow({}, now)).toEqual({ from: "2026-11-21T07:30:00.000Z", to: now.toISOString() });
  });
  it("refuses a window that ends before it begins", () => {
    expect(() => timeWindow({ since: "1h", until: "2h" }, now)).toThrow(/ends before/);
  });
  it("never reaches into the future around --at", () => {
    expect(timeWindow({ at: "10m" }, now).to).toBe(now.toISOString());
  });
});
