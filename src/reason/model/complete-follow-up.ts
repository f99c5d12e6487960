import type { During } from "../reason.ts";
import { judgeCompletion, type Completed, type Thread } from "../judge-completion.ts";
import { askRole } from "./ask-role.ts";
import { asking, type ModelReasonerOptions } from "./asking.ts";
import { fenced, fencedLines } from "./fence.ts";
import { FollowUpShape } from "./shapes.ts";

/** Questions before that are told; what is older was completed when it was asked. */
const mostEarlier = 6;
const namesRoom = 6000;

/**
 * What a router makes of a follow-up question; undefined where it cannot tell, fails, or says what code does not let pass. It sees the thread's questions and names
 * of things that were read, between marks, and no more.
 */
export async function completeFollowUp(
  options: Pick<ModelReasonerOptions, "prompts" | "models">,
  text: string,
  thread: Thread,
  during: During,
): Promise<Completed | undefined> {
  const { last } = thread;
  const about = [
    ["The last question was about", last.subjects],
    ["The last answer blames", last.blamed],
    ["Others of that kind", last.others.slice(0, 20)],
  ] as const;
  const lines = about.flatMap(([what, names]) => (names.length > 0 ? [`${what}: ${names.join(", ")}`] : []));
  const outcome = await askRole({
    ...asking(options, "router", "router/follow-up", during, () => ({
      question: text.slice(0, 8000),
      earlier: thread.questions.slice(-mostEarlier).map((one) => one.slice(0, 2000)),
      about: lines.length === 0 ? "" : fenced("about", lines.join("\n")),
      names: fencedLines("names", callable(last.known), namesRoom).join(""),
    })),
    name: "follow-up",
    shape: FollowUpShape,
  });
  if (outcome.kind === "failed" || outcome.value.question === null) return undefined;
  return judgeCompletion(outcome.value.question, text, thread);
}

/** What a person would call a thing by; listeners, rules and attributes have ARNs only. */
function callable(known: Thread["last"]["known"]): readonly string[] {
  return [
    ...new Set(known.flatMap(({ name, type }) => (name.startsWith("arn:") ? [] : [`${name} (${type})`]))),
  ];
}
