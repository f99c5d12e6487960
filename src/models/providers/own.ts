import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { stopFrom, type Provider } from "../provider.ts";

/** A chat model of the user's own, as LangChain knows them. Tools are bound where it can; an output shape is asked for in words. */
export function openOwn(model: BaseChatModel): Provider {
  return {
    bind: ({ tools = [] }) => {
      const given = tools.map(({ name, description, parameters }) => ({
        type: "function" as const,
        function: { name, description, parameters: { ...parameters } },
      }));
      return (given.length > 0 ? model.bindTools?.(given) : undefined) ?? model;
    },
    stopOf: ({ response_metadata, additional_kwargs }) => {
      const said = ["finish_reason", "stop_reason", "stopReason", "done_reason"].map(
        (name) => response_metadata[name] ?? additional_kwargs[name],
      );
      const stop = stopFrom(said.find((word) => word !== undefined));
      // A model that says nothing of its end has ended.
      return stop === "unknown" && said.every((word) => word === undefined) ? "stop" : stop;
    },
  };
}
