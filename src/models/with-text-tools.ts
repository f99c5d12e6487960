import { isObject, type JsonObject } from "../core/json/json.ts";
import type { Chat, ChatMessage, Tool, ToolCall } from "./models.ts";
import { readPythonCalls } from "./read-python-calls.ts";

/**
 * Tools for a model that has no tool protocol: the functions stand in the prompt as Python signatures, and `Call: f(a=1)` in the answer is a call.
 * This is the form that NexusRaven and models like it were trained on.
 */
export function withTextTools(chat: Chat): Chat {
  return async (request) => {
    const { tools = [], messages, ...rest } = request;
    const told = messages.map(toldInText);
    if (tools.length === 0) return chat({ ...rest, messages: told });
    const outcome = await chat({ ...rest, messages: withSignatures(told, tools) });
    if (outcome.kind === "failed") return outcome;
    const { text, stop } = outcome.result;
    const toolCalls = callsIn(text, tools);
    if (toolCalls.length === 0) return outcome;
    const before = text.slice(0, text.search(callMark)).trim();
    return {
      kind: "answered",
      result: { ...outcome.result, text: before, toolCalls, stop: stop === "length" ? "length" : "tool" },
    };
  };
}

const callMark = /(?:^|\n)\s*Call:/;

function withSignatures(messages: readonly ChatMessage[], tools: readonly Tool[]): readonly ChatMessage[] {
  const functions = tools.map(signatureOf).join("\n\n");
  const system = `You can call these functions:\n\n${functions}\n\nTo call some, write one line "Call: name(argument=value)" with Python literals; several calls are separated by "; ". Give required arguments always. Write no call when none fits.`;
  const [first, ...others] = messages;
  return first?.role === "system"
    ? [{ role: "system", text: `${first.text}\n\n${system}` }, ...others]
    : [{ role: "system", text: system }, ...messages];
}

/** `def name(a: str, b: int = None)` with what the arguments mean below it. */
function signatureOf({ name, description, parameters }: Tool): string {
  const properties = isObject(parameters["properties"]) ? parameters["properties"] : {};
  const required = Array.isArray(parameters["required"]) ? parameters["required"] : [];
  const entries = Object.entries(properties).map(([argument, schema]) => ({
    argument,
    schema: isObject(schema) ? schema : {},
    required: required.includes(argument),
  }));
  const ordered = [
    ...entries.filter((entry) => entry.required),
    ...entries.filter((entry) => !entry.required),
  ];
  const signature = ordered
    .map(
      ({ argument, schema, required: needed }) =>
        `${argument}: ${pythonType(schema)}${needed ? "" : " = None"}`,
    )
    .join(", ");
  const lines = ordered.map(({ argument, schema }) => `    ${argument}: ${meaningOf(schema)}`);
  const body = [
    description,
    ...(lines.length > 0 ? ["", "    Args:", ...lines.map((line) => `    ${line}`)] : []),
  ];
  return `def ${name}(${signature}):\n    """${body.join("\n")}\n    """`;
}

const pythonTypes: { readonly [type: string]: string } = {
  integer: "int",
  number: "float",
  boolean: "bool",
  array: "list",
  object: "dict",
};

function pythonType({ type }: JsonObject): string {
  return (typeof type === "string" && Object.hasOwn(pythonTypes, type) && pythonTypes[type]) || "str";
}

function meaningOf(schema: JsonObject): string {
  const description = typeof schema["description"] === "string" ? schema["description"] : "";
  const values = Array.isArray(schema["enum"])
    ? ` One of ${schema["enum"].map((value) => JSON.stringify(value)).join(", ")}.`
    : "";
  return `${description}${values}`.trim();
}

/** Earlier calls and their results as text: the wire has no place for them. */
function toldInText(message: ChatMessage): ChatMessage {
  if (message.role === "tool") return { role: "user", text: `Result of ${message.call}:\n${message.text}` };
  if (message.role !== "assistant" || !message.toolCalls || message.toolCalls.length === 0) return message;
  const calls = message.toolCalls.map((call) => `${call.name}(${argumentsText(call)})`).join("; ");
  return { role: "assistant", text: `${message.text}\nCall: ${calls}`.trim() };
}

function argumentsText(call: ToolCall): string {
  return Object.entries(call.arguments)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(", ");
}

function callsIn(text: string, tools: readonly Tool[]): readonly ToolCall[] {
  const at = text.search(callMark);
  if (at < 0) return [];
  const names = new Map(tools.map((tool) => [tool.name, argumentNamesOf(tool)]));
  return readPythonCalls(text.slice(at).replace(/^\s*Call:/, ""), names).map((call, index) => ({
    id: `call-${index + 1}`,
    ...call,
  }));
}

/** In the order of the signature: positional arguments go by it. */
function argumentNamesOf({ parameters }: Tool): readonly string[] {
  const properties = isObject(parameters["properties"]) ? Object.keys(parameters["properties"]) : [];
  const required = Array.isArray(parameters["required"]) ? parameters["required"] : [];
  return [
    ...properties.filter((name) => required.includes(name)),
    ...properties.filter((name) => !required.includes(name)),
  ];
}
