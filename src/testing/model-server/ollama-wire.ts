import type { JsonObject } from "../../core/json/json.ts";
import { pieces, tokensOf, type Wire } from "./behaviour.ts";

/** JSON lines of Ollama's chat API ("Generate a chat completion"). */
export const ollamaWire: Wire = {
  name: "ollama",
  contentType: "application/x-ndjson",
  frames: (answer, request, whole) => {
    const { input, output } = tokensOf(answer, request);
    const line = (message: object, more: object = { done: false }) =>
      `${JSON.stringify({ model: request.body["model"] ?? "", created_at: "2026-01-01T00:00:00Z", message, ...more })}\n`;
    const tools = (answer.tools ?? []).map((tool) => ({
      function: { name: tool.name, arguments: objectOf(tool.arguments) },
    }));
    return [
      ...pieces(answer.thoughts ?? "").map((thinking) => line({ role: "assistant", content: "", thinking })),
      ...pieces(answer.text ?? "").map((content) => line({ role: "assistant", content })),
      ...(tools.length > 0 ? [line({ role: "assistant", content: "", tool_calls: tools })] : []),
      ...(whole
        ? [
            line(
              { role: "assistant", content: "" },
              {
                done: true,
                done_reason: answer.stop ?? "stop",
                prompt_eval_count: input,
                eval_count: output,
                total_duration: 1,
              },
            ),
          ]
        : []),
    ];
  },
  error: (_status, message) => ({ body: JSON.stringify({ error: message }) }),
};

/** Ollama gives arguments parsed; what cannot be parsed never leaves its server. */
function objectOf(value: JsonObject | string): JsonObject {
  return typeof value === "string" ? {} : value;
}
