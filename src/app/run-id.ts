import { randomBytes } from "node:crypto";

const letters = "23456789abcdefghjkmnpqrstvwxyz";

/** A run's id: twelve letters and digits that cannot be misread; about 59 bits of chance. */
export function newRunId(): string {
  return [...randomBytes(12)].map((byte) => letters[byte % letters.length]).join("");
}
