import { argumentsText, pieces, tokensOf, type Wire } from "./behaviour.ts";

/** Server-sent events of the chat completions API ("Chat Completions", Streaming). */
export const openAiWire: Wire = {
  name: "openai",
  contentType: "text/event-stream",
  frames: (answer, request, whole) => {
    const chunk = (delta: object, finish: string | null = null) =>
      event({
        id: "chatcmpl-1",
        object: "chat.completion.chunk",
        created: 1,
        model: String(request.body["model"]),
        choices: [{ index: 0, delta, finish_reason: finish }],
      });
    const { input, output, cached } = tokensOf(answer, request);
    const calls = (answer.tools ?? []).flatMap((tool, index) => [
      chunk({
        tool_calls: [
          { index, id: `call_${index}`, type: "function", function: { name: tool.name, arguments: "" } },
        ],
      }),
      ...pieces(argumentsText(tool.arguments)).map((piece) =>
        chunk({ tool_calls: [{ index, function: { arguments: piece } }] }),
      ),
    ]);
    const finish = answer.stop === "length" ? "length" : calls.length > 0 ? "tool_calls" : "stop";
    return [
      chunk({ role: "assistant", content: "" }),
      ...pieces(answer.thoughts ?? "").map((piece) => chunk({ reasoning_content: piece })),
      ...pieces(answer.text ?? "").map((piece) => chunk({ content: piece })),
      ...calls,
      ...(whole
        ? [
            chunk({}, finish),
            event({
              id: "chatcmpl-1",
              object: "chat.completion.chunk",
              created: 1,
              model: String(request.body["model"]),
              choices: [],
              usage: {
                prompt_tokens: input,
                completion_tokens: output,
                total_tokens: input + output,
                prompt_tokens_details: { cached_tokens: cached },
              },
            }),
            "data: [DONE]\n\n",
          ]
        : []),
    ];
  },
  error: (status, message) => ({
    body: JSON.stringify({
      error: { message, type: status === 429 ? "rate_limit_error" : "error", code: null },
    }),
  }),
};

function event(body: object): string {
  return `data: ${JSON.stringify(body)}\n\n`;
}
