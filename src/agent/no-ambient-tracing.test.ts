import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { RunnableLambda } from "@langchain/core/runnables";
import { describe, expect, it, vi } from "vitest";
import { EventBody } from "../core/event.ts";
import { makeWorld } from "../testing/agent-world.ts";
import { runStart } from "../testing/told-run.ts";
import { createAgent } from "./create-agent.ts";

const { question, scope, grant } = EventBody.options[0].parse(runStart());

describe("tracing by variables of the environment", () => {
  it("sends nothing out, whatever the user's shell has exported for other programs", async () => {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(request.url ?? "");
      response.end("{}");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    vi.stubEnv("LANGSMITH_TRACING", "true");
    vi.stubEnv("LANGSMITH_ENDPOINT", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv("LANGSMITH_API_KEY", "key");
    try {
      await (
        await createAgent(makeWorld().options).ask({ question, scope, grant })
      ).finished;
      await sleep(1000);
      expect(requests).toEqual([]);
      // The variables do work: what runs without the agent is traced.
      await RunnableLambda.from(() => "traced").invoke("");
      await vi.waitFor(() => expect(requests.length).toBeGreaterThan(0), 10_000);
    } finally {
      vi.unstubAllEnvs();
      server.close();
    }
  });
});
