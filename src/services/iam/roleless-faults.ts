import { refOf } from "../../core/facts.ts";
import { blame } from "../../diagnose/blame.ts";
import type { CheckContext, Fault } from "../../diagnose/check.ts";
import type { RolelessActor } from "./callers.ts";

/** Whoever has no role has no credentials of its own: every signed call fails, whatever policies say (IAM User Guide, Using instance profiles). */
export function rolelessFaults(
  { facts, question, subjects }: CheckContext,
  actors: readonly RolelessActor[],
): readonly Fault[] {
  const reaches = subjects.some(({ role, ref }) => role === "target" && ref.type.startsWith("AWS::"));
  if (
    !reaches &&
    !/credential|denied|not authori[sz]ed|unauthori[sz]ed|forbidden|\b403s?\b/i.test(question.text)
  )
    return [];
  return actors.map(({ resource, property }) => {
    const { name = resource.id } = resource;
    const what = property === "IamInstanceProfile" ? "instance profile" : "task role";
    return blame(refOf(resource), {
      property,
      observed: null,
      expected: `${property === "IamInstanceProfile" ? "an instance profile with a role" : "a task role"} that may do what is asked`,
      title: `${name} has no ${what} (${property}): it has no role and so no credentials`,
      explanation: `${name} has no ${what}: ${property} is not set. Without a role there are no credentials for its calls, and no policy can allow them.`,
      evidence: [facts.cite(resource)],
      standing: "supported",
      confidence: 0.8,
      pillars: ["security"],
    });
  });
}
