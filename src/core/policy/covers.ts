import { literalPattern, matchesPattern } from "./pattern.ts";

/**
 * Whether everything that the resource pattern `inner` stands for, `pattern` stands for too. A star inside `inner` is matched as the character it is: only a star covers it.
 * May say no where a cleverer comparison would say yes, never the other way round.
 */
export function covers(pattern: string, inner: string): boolean {
  if (pattern === inner || pattern === "*") return true;
  // A question mark does not cover a star.
  if (pattern.includes("?") && inner.includes("*")) return false;
  return matchesPattern(literalPattern(pattern), inner);
}
