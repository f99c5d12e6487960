import { isArray, isObject } from "../core/json/json.ts";
import type { JsonObject } from "../core/json/json.ts";
import { escapeHtml } from "./escape-html.ts";

const signs: { readonly [verdict: string]: string } = {
  allows: "✓",
  denies: "✗",
  silent: "–",
  absent: "·",
  unread: "?",
};

/** The layers of an authorization as a row of gates, with the statements that decide below. */
export function drawAccess(detail: JsonObject): string {
  const layers = isArray(detail["layers"]) ? detail["layers"].filter(isObject) : [];
  const deciding = isArray(detail["deciding"]) ? detail["deciding"].filter(isObject) : [];
  if (layers.length === 0) return "";
  const decisive = new Set(deciding.map((one) => String(one["layer"])));
  const gates = layers
    .filter((layer) => layer["verdict"] !== "absent" || decisive.has(String(layer["layer"])))
    .map((layer) => {
      const verdict = String(layer["verdict"]);
      const name = String(layer["layer"]);
      return `<div class="gate ${escapeHtml(verdict)}${decisive.has(name) ? " decides" : ""}"><b>${escapeHtml(signs[verdict] ?? "?")}</b> ${escapeHtml(name)}<small>${escapeHtml(verdict)}</small></div>`;
    });
  const reasons = deciding.map((one) => {
    const policy = isObject(one["policy"]) ? one["policy"] : {};
    const name = String(policy["name"] ?? policy["id"] ?? policy["arn"] ?? "");
    const statement = one["statement"] === undefined ? "" : ` · statement ${String(one["statement"])}`;
    return `<li><b>${escapeHtml(String(one["layer"]))}</b> ${escapeHtml(name + statement)}: ${escapeHtml(String(one["why"] ?? ""))}</li>`;
  });
  const asked = ["principal", "action", "resource"]
    .map((key) => (typeof detail[key] === "string" ? `<code>${escapeHtml(detail[key])}</code>` : ""))
    .filter(Boolean);
  return `<div class="access"><p class="asked">${asked.join(" → ")} <b>${escapeHtml(String(detail["decision"] ?? ""))}</b></p><div class="gates">${gates.join("")}</div><ul>${reasons.join("")}</ul></div>`;
}
