import { createHash } from "node:crypto";
import { AppError } from "../../core/errors.ts";
import type { PolicyDocument } from "../../core/grant.ts";
import { covers } from "../../core/policy/covers.ts";
import { leastPolicy } from "../../core/policy/least-policy.ts";
import { grantedPatterns } from "../../core/policy/used-policy.ts";
import type { Authenticate, NarrowedAuthenticate } from "./authenticate.ts";
import { sessionPolicies } from "./session-policy.ts";

export interface NarrowedSessions {
  /** Assumes the role with this session policy; without one, with the role's whole permissions. */
  readonly open: (policy: string | undefined) => Authenticate;
  /** Told once of each thing that a person should know. */
  readonly note: (text: string) => void;
  /** So many policies get a session of their own; after that one session serves all, with what they allow together. */
  readonly mostSessions?: number;
}

/**
 * Sessions of one role, each held by STS itself to what a script's own policy allows: a second guard behind the broker, which holds every call to exactly its script's
 * policy in any case. A policy seen before costs no call to STS. Where STS takes no policy, or refuses what the script's policy allows, the session is widened step by step,
 * and that is said.
 */
export function createNarrowedSessions({
  open,
  note,
  mostSessions = 8,
}: NarrowedSessions): (policy: PolicyDocument) => NarrowedAuthenticate {
  const sessions = new Map<string, NarrowedAuthenticate>();
  const seen: PolicyDocument[] = [];
  const shared: { policy?: PolicyDocument; session?: NarrowedAuthenticate } = {};
  return (policy) => {
    const digest = createHash("sha256").update(JSON.stringify(policy.Statement)).digest("hex");
    const known = sessions.get(digest);
    if (known) return known;
    seen.push(policy);
    if (sessions.size < mostSessions) {
      const own = session(policy, { open, note });
      sessions.set(digest, own);
      return own;
    }
    if (!shared.policy || !shared.session || !allows(shared.policy, policy)) {
      shared.policy = union(seen);
      shared.session = session(shared.policy, { open, note });
    }
    sessions.set(digest, shared.session);
    return shared.session;
  };
}

function session(policy: PolicyDocument, { open, note }: NarrowedSessions): NarrowedAuthenticate {
  // The last step is the role as it is.
  const steps = [...sessionPolicies(policy), undefined];
  const state = { at: 0, current: open(steps[0]) };
  if (steps.length === 1) note(tooLong);
  const step = (): boolean => {
    if (state.at + 1 >= steps.length) return false;
    state.at += 1;
    state.current = open(steps[state.at]);
    return true;
  };
  const authenticate = async () => {
    for (;;)
      try {
        return await state.current();
      } catch (error) {
        if (!isAboutPolicy(error) || !step()) throw error;
        if (steps[state.at] === undefined) note(tooLong);
      }
  };
  return Object.assign(authenticate, {
    renew: async (refused: Awaited<ReturnType<Authenticate>>) =>
      (await state.current.renew?.(refused)) ?? false,
    about: () => state.current.about?.(),
    widen: (why: string) => {
      if (!step()) return false;
      note(`The session policy was widened: AWS refused ${why} by it, though the script's policy allows it.`);
      return true;
    },
  });
}

const tooLong =
  "The script's policy does not fit into a session policy of STS: the role is used without one. The broker still holds every call to the script's policy.";

/** STS takes no policy of this size or form (STS API Reference, AssumeRole, errors). */
function isAboutPolicy(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error;
  return cause instanceof Error && /^(?:PackedPolicyTooLarge|MalformedPolicyDocument)/.test(cause.name);
}

function allows(wide: PolicyDocument, narrow: PolicyDocument): boolean {
  if (narrow.Statement.some((one) => one["Effect"] !== "Allow" || one["Condition"] !== undefined))
    return false;
  const granted = grantedPatterns(wide);
  return grantedPatterns(narrow).every(({ action, resources }) =>
    resources.every((resource) =>
      granted.some(
        (one) => one.action === action && one.resources.some((pattern) => covers(pattern, resource)),
      ),
    ),
  );
}

/** What all of them allow together. A denial of one of them would hit the others: the broker alone keeps it. */
function union(policies: readonly PolicyDocument[]): PolicyDocument {
  const statements = policies
    .flatMap(({ Statement }) => Statement)
    .filter((one) => one["Effect"] === "Allow");
  const conditional = statements.filter((one) => one["Condition"] !== undefined);
  const plain = statements.filter((one) => one["Condition"] === undefined);
  const once = new Map(conditional.map((one) => [JSON.stringify({ ...one, Sid: "" }), one]));
  const merged = leastPolicy(grantedPatterns({ Version: "2012-10-17", Statement: plain }));
  return { ...merged, Statement: [...merged.Statement, ...once.values()] };
}
