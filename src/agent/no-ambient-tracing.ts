import { BaseCallbackHandler } from "@langchain/core/callbacks/base";

/**
 * Takes the place of the tracer that LangChain adds by itself where LANGSMITH_TRACING (or a variable like it) is set: what is read from an account
 * leaves the machine only when the user asks for it. LangChain looks for a handler of this name before it adds one.
 */
export class NoAmbientTracing extends BaseCallbackHandler {
  override name = "langchain_tracer";

  /** LangChain asks its tracer for the trace to continue: there is none. */
  getRunTreeWithTracingConfig(): undefined {
    return undefined;
  }

  updateFromRunTree(): void {
    // Nothing is traced.
  }
}
