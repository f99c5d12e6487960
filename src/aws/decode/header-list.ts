/** The items of a list in one header: commas part them, but not inside quotes, and not the one that a date carries (Smithy, `httpHeader` trait). */
export function headerList(text: string, dates: boolean): readonly string[] {
  const pattern = dates ? /[^,]+,[^,]+/g : /"(?:[^"\\]|\\.)*"|[^,]+/g;
  return [...text.matchAll(pattern)]
    .map(([item]) => item.trim())
    .filter((item) => item !== "")
    .map((item) => (item.startsWith('"') ? item.slice(1, -1).replaceAll(/\\(.)/g, "$1") : item));
}
