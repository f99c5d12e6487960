import { visibleLines } from "../core/text/visible.ts";

/** Text as HTML text or attribute value, with what is invisible written out. Everything from a cloud goes through here. */
export function escapeHtml(text: string): string {
  return visibleLines(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
