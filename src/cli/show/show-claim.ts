import { visibleJson } from "../../core/text/visible.ts";
import type { Chat } from "../../index.ts";
import { cut, plain, wrap } from "./paint.ts";
import type { Paint } from "./paint.ts";

type Claim = NonNullable<Awaited<ReturnType<Chat["why"]>>>;

/** A claim with its evidence: what was read when, where in the response it stands, and whether it still holds. */
export function showClaim(claim: Claim, paint: Paint): string {
  const { n, of, text, standing, check, citations } = claim;
  const lines = citations.map((one) => {
    const mark = one.holds ? paint("green", "✓") : paint("red", "✗");
    const value = one.query === undefined ? (one.value ?? one.digest ?? null) : (one.result ?? null);
    const query = one.query === undefined ? "" : ` ${one.query}`;
    const read = `[${one.call}] ${one.service}:${one.operation} ${one.region} ${one.at}`;
    return [
      `    ${mark} ${plain(read)}`,
      `        ${cut(plain(`${one.pointer || "(the whole response)"}${query} = ${visibleJson(value)}`), paint.columns - 10)}`,
      ...(one.why === undefined ? [] : [`        ${paint("red", plain(one.why))}`]),
    ].join("\n");
  });
  const by = check === undefined ? "" : ` by ${plain(check)}`;
  return [
    `  claim ${n} of ${of}, ${standing}${by}`,
    `    ${wrap(plain(text), paint.columns - 8, "    ")}`,
    ...lines,
    `  ${citations.filter(({ holds }) => holds).length} of ${citations.length} citations hold`,
    "",
  ].join("\n");
}
