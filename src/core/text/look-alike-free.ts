import { replaceInvisible } from "./visible.ts";

/** Cyrillic and Greek letters that are drawn like Latin ones (Unicode Technical Standard 39, confusables), those of ids and names. */
const drawnAlike: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: "a",
    в: "b",
    с: "c",
    ԁ: "d",
    е: "e",
    ё: "e",
    һ: "h",
    і: "i",
    ї: "i",
    ј: "j",
    к: "k",
    ӏ: "l",
    м: "m",
    п: "n",
    о: "o",
    р: "p",
    ԛ: "q",
    г: "r",
    ѕ: "s",
    т: "t",
    ѵ: "v",
    ԝ: "w",
    х: "x",
    у: "y",
    α: "a",
    β: "b",
    ϲ: "c",
    ε: "e",
    ι: "i",
    κ: "k",
    ν: "v",
    ο: "o",
    ρ: "p",
    τ: "t",
    υ: "u",
    χ: "x",
  }),
);

/** A text as the eye reads it: nothing invisible, one form of each letter and dash. For comparing only. */
export function lookAlikeFree(text: string): string {
  return replaceInvisible(text.normalize("NFKC"), () => "")
    .replaceAll(/\p{Mn}|[*`]/gu, "")
    .replaceAll(/[\u2010-\u2015\u2212\u02d7\u2043\u30fc]/g, "-")
    .replaceAll(/[\p{Script=Cyrillic}\p{Script=Greek}]/gu, (letter) => {
      const latin = drawnAlike.get(letter.toLowerCase());
      if (latin === undefined) return letter;
      return letter === letter.toLowerCase() ? latin : latin.toUpperCase();
    });
}
