import type { RenderedPrompt } from "../../content/prompt.ts";
import type { Role } from "../../content/load-models.ts";
import { digestOf } from "../../core/json/digest.ts";
import { noTokens, type ChatMessage, type ChatOutcome } from "../../models/models.ts";
import type { RoleModel } from "../../reason/model/ask-role.ts";
import type { Workshop } from "../workshop.ts";

export interface AuditExchange {
  readonly workshop: Workshop;
  readonly now: () => Date;
  readonly role: Role;
  readonly model: RoleModel;
  readonly prompt: Pick<RenderedPrompt, "id" | "version">;
  readonly messages: readonly ChatMessage[];
  readonly outcome: ChatOutcome;
  readonly ms: number;
}

/** Puts an exchange with a model that belongs to no run into the audit log, as those of runs are: by digest, without its text. */
export async function auditExchange(exchange: AuditExchange): Promise<void> {
  const { workshop, now, role, model, prompt, messages, outcome, ms } = exchange;
  const tokens = (outcome.kind === "answered" ? outcome.result.tokens : outcome.failure.tokens) ?? noTokens;
  await workshop.store().audit.append(now().toISOString(), {
    kind: "model",
    model: model.id,
    role,
    prompt: `${prompt.id}@${prompt.version}`,
    promptDigest: digestOf(
      messages.map(({ role: speaker, text }) => ({ role: speaker, text: model.veil?.out(text) ?? text })),
    ),
    ...(outcome.kind === "answered" && {
      answerDigest: digestOf(outcome.result.said ?? outcome.result.text),
    }),
    inputTokens: tokens.input,
    cachedTokens: tokens.cached,
    outputTokens: tokens.output,
    usd: model.costOf(tokens),
    ms,
    ...(outcome.kind === "failed" && {
      failure: { kind: outcome.failure.kind, message: outcome.failure.message },
    }),
  });
}
