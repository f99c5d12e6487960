import { argumentsText, pieces, tokensOf, type Wire } from "./behaviour.ts";

/** Server-sent events of the Messages API ("Streaming Messages"). The first event's output count is part of the last one's, as on the real service. */
export const anthropicWire: Wire = {
  name: "anthropic",
  contentType: "text/event-stream",
  frames: (answer, request, whole) => {
    const { input, output, cached } = tokensOf(answer, request);
    const blocks: string[] = [];
    let index = 0;
    const block = (start: object, deltas: readonly object[]) => {
      blocks.push(event("content_block_start", { index, content_block: start }));
      for (const delta of deltas) blocks.push(event("content_block_delta", { index, delta }));
      if (whole) blocks.push(event("content_block_stop", { index }));
      index += 1;
    };
    if (answer.thoughts !== undefined)
      block(
        { type: "thinking", thinking: "" },
        pieces(answer.thoughts).map((thinking) => ({ type: "thinking_delta", thinking })),
      );
    if (answer.text !== undefined && answer.text !== "")
      block(
        { type: "text", text: "" },
        pieces(answer.text).map((text) => ({ type: "text_delta", text })),
      );
    for (const [place, tool] of (answer.tools ?? []).entries())
      block(
        { type: "tool_use", id: `toolu_${place}`, name: tool.name, input: {} },
        pieces(argumentsText(tool.arguments)).map((partial_json) => ({
          type: "input_json_delta",
          partial_json,
        })),
      );
    const stop =
      answer.stop === "length" ? "max_tokens" : (answer.tools ?? []).length > 0 ? "tool_use" : "end_turn";
    return [
      event("message_start", {
        message: {
          id: "msg_1",
          type: "message",
          role: "assistant",
          model: request.body["model"] ?? "",
          content: [],
          stop_reason: null,
          usage: { input_tokens: input - cached, cache_read_input_tokens: cached, output_tokens: 1 },
        },
      }),
      event("ping", {}),
      ...blocks,
      ...(whole
        ? [
            event("message_delta", {
              delta: { stop_reason: stop, stop_sequence: null },
              usage: { output_tokens: output },
            }),
            event("message_stop", {}),
          ]
        : []),
    ];
  },
  error: (status, message) => ({
    body: JSON.stringify({
      type: "error",
      error: {
        type: status === 429 ? "rate_limit_error" : status === 401 ? "authentication_error" : "api_error",
        message,
      },
    }),
  }),
};

function event(type: string, body: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...body })}\n\n`;
}
