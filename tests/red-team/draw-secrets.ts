import { createHash } from "node:crypto";

/** Letters and digits that look random and are the same in every run; none can be met by chance. */
export function drawn(seed: string, length: number, alphabet: string): string {
  const bytes = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
    createHash("sha256").update(`${seed}/${at}`).digest(),
  );
  return Array.from(
    Buffer.concat(bytes).subarray(0, length),
    (byte) => alphabet[byte % alphabet.length],
  ).join("");
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
export const word = (seed: string, length: number) => drawn(seed, length, letters);
export const hex = (seed: string, length: number) => drawn(seed, length, "0123456789abcdef");
export const upper = (seed: string, length: number) =>
  drawn(seed, length, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
export const human = (seed: string) => `Tr0ub4dor&${drawn(seed, 6, "abcdefgh2345")}`;

/** A token of a vendor, put together here so that no scanner takes this file for a leak. */
export const token = (prefix: string, rest: string) => [prefix, rest].join("");

export function jwt(seed: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: seed, exp: 1795219200 })}.${word(seed, 43)}`;
}

export function pem(
  seed: string,
  label: string,
): { readonly text: string; readonly lines: readonly string[] } {
  const lines = [0, 1, 2].map((at) => word(`${seed}/${at}`, 64));
  return { text: [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join("\n"), lines };
}
