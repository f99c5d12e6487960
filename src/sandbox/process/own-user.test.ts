import { expect, it } from "vitest";
import { ownUser } from "./own-user.ts";

it("gives each sandbox another number that nobody runs under", () => {
  const first = ownUser(new Set(), () => 0);
  const second = ownUser(new Set([first.uid]), () => 0);
  expect(first).toEqual({ uid: 60578, gid: 60578 });
  expect(second.uid).toBe(60579);
  expect(ownUser(new Set(), () => 0.9999).uid).toBe(61183);
});

it("fails where none is left", () => {
  const all = new Set(Array.from({ length: 606 }, (_, index) => 60578 + index));
  expect(() => ownUser(all)).toThrow("in use");
});
