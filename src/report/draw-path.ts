import { isArray, isObject } from "../core/json/json.ts";
import type { Json, JsonObject } from "../core/json/json.ts";
import { escapeHtml } from "./escape-html.ts";

const perRow = 4;
const box = { width: 222, height: 66, gapX: 36, gapY: 44 };

interface Drawn {
  readonly title: string;
  readonly kind: string;
  readonly direction: string;
  readonly verdict: string;
  readonly why: string;
}

/** The way of a packet as an inline SVG: one box a component, in the order they are met; what blocks is red and crossed. */
export function drawPath(detail: JsonObject): string {
  const hops = boxesOf(detail);
  if (hops.length === 0) return "";
  const rows = Math.ceil(hops.length / perRow);
  const width = perRow * (box.width + box.gapX);
  const height = rows * (box.height + box.gapY) + 8;
  const shapes = hops.map((hop, index) => {
    const { x, y } = placeOf(index);
    const next = index + 1 < hops.length ? arrow(index, hops[index + 1]?.verdict === "blocks") : "";
    return `<g class="hop ${escapeHtml(hop.verdict)}"><title>${escapeHtml(hop.why)}</title>
<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="9"/>
<text x="${x + 12}" y="${y + 20}" class="kind">${escapeHtml(short(hop.kind, 30))}</text>
<text x="${x + 12}" y="${y + 39}" class="name">${escapeHtml(short(hop.title, 27))}</text>
<text x="${x + 12}" y="${y + 56}" class="direction">${escapeHtml(hop.direction)}${hop.verdict === "blocks" ? " · blocks" : ""}</text></g>${next}`;
  });
  return `<svg class="way" viewBox="0 0 ${width} ${height}" role="img" aria-label="the way of the packet">
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z"/></marker></defs>
${shapes.join("\n")}</svg>`;
}

function boxesOf(detail: JsonObject): readonly Drawn[] {
  const hops = isArray(detail["hops"]) ? detail["hops"].filter(isObject) : [];
  const seen = new Set<string>();
  const boxes = hops.flatMap((hop) => {
    const component = isObject(hop["component"]) ? hop["component"] : {};
    const title = String(component["name"] ?? component["id"] ?? "?");
    const drawn = {
      title,
      kind: typeOf(component["type"]),
      direction: String(hop["direction"] ?? ""),
      verdict: String(hop["verdict"] ?? ""),
      why: String(hop["why"] ?? ""),
    };
    const key = `${drawn.title} ${drawn.kind} ${drawn.direction}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [drawn];
  });
  const back = boxes.filter((one) => one.direction.startsWith("return"));
  const there = boxes.filter((one) => !one.direction.startsWith("return"));
  return [
    end("from", detail["from"]),
    ...there,
    end("to", detail["to"]),
    ...back,
    ...(back.length > 0 ? [end("answer to", detail["from"])] : []),
  ];
}

function end(kind: string, value: Json | undefined): Drawn {
  const title = isObject(value)
    ? String(value["name"] ?? value["id"] ?? value["address"] ?? value["cidr"] ?? value["text"] ?? "internet")
    : String(value ?? "?");
  return { title, kind, direction: "", verdict: "end", why: title };
}

function typeOf(type: Json | undefined): string {
  const last =
    String(type ?? "")
      .split("::")
      .at(-1) ?? "";
  return last.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

function placeOf(index: number): { x: number; y: number } {
  const row = Math.floor(index / perRow);
  const place = index % perRow;
  const column = row % 2 === 0 ? place : perRow - 1 - place;
  return { x: 4 + column * (box.width + box.gapX), y: 4 + row * (box.height + box.gapY) };
}

function arrow(index: number, blocked: boolean): string {
  const from = placeOf(index);
  const to = placeOf(index + 1);
  const middle = from.y + box.height / 2;
  const points =
    from.y === to.y
      ? from.x < to.x
        ? [from.x + box.width, middle, to.x - 3, middle]
        : [from.x, middle, to.x + box.width + 3, middle]
      : [from.x + box.width / 2, from.y + box.height, to.x + box.width / 2, to.y - 3];
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = points;
  const cross = blocked ? `<text class="cross" x="${(x1 + x2) / 2}" y="${(y1 + y2) / 2 + 6}">✗</text>` : "";
  return `<line class="${blocked ? "stopped" : "goes"}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" marker-end="url(#tip)"/>${cross}`;
}

function short(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
