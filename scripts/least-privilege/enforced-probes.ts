import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Workshop } from "../../src/app/workshop.ts";
import type { Call } from "../../src/core/call.ts";
import type { Probe } from "../../src/core/probe.ts";
import type { PolicyDocument } from "../../src/core/grant.ts";
import { leastPolicy } from "../../src/core/policy/least-policy.ts";
import { permits } from "../../src/core/policy/permits.ts";
import { grantedPatterns } from "../../src/core/policy/used-policy.ts";
import { renderProbe } from "../../src/reason/playbook/render-probe.ts";
import { startSimulator } from "../../src/simulate/start-simulator.ts";
import { valuesFor } from "../../tests/least-privilege/probe-values.ts";
import { place, rehearseText, runText } from "../../tests/least-privilege/run-text.ts";

/** Where the simulator's IAM enforcement decides by action; it refuses everything of services that speak REST, whatever the policy. */
export const enforced = ["ec2", "s3", "iam", "sqs", "dynamodb", "rds", "sns", "logs", "kms"];

/**
 * Actions that this simulator does not know by AWS's names: for most settings of a bucket it asks for `s3:ListBucket`, for the account's Block Public Access for
 * `s3:GetPublicAccessBlock` (AWS: Amazon S3 API operations and permissions). It cannot decide about them.
 */
const undecided = new Set(
  [
    "GetReplicationConfiguration",
    "GetBucketObjectLockConfiguration",
    "GetBucketOwnershipControls",
    "GetAccountPublicAccessBlock",
    "GetEncryptionConfiguration",
    "GetBucketPolicyStatus",
    "GetBucketPublicAccessBlock",
    "GetBucketRequestPayment",
    "GetInventoryConfiguration",
    "GetMetricsConfiguration",
    "GetAnalyticsConfiguration",
    "GetIntelligentTieringConfiguration",
    "GetBucketMetadataTableConfiguration",
  ].map((name) => `s3:${name}`),
);

export interface EnforcedProbe {
  readonly probe: string;
  readonly statements: number;
  readonly calls: number;
  /** Refused by the simulator under exactly the derived policy, in the services where it decides. */
  readonly refused: readonly Call[];
  /** Of those: the statement that allows it names resources, which this simulator compares with nothing but a star. */
  readonly scoped: number;
  /** Refused under the same actions on any resource: an action that the text's policy lacks. */
  readonly lacking: readonly Call[];
  /** Refused once the first action that was used is taken away: that the simulator enforces at all. */
  readonly withoutOne: number;
}

const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Each probe run as an IAM user who holds exactly its derived policy, against a simulator that enforces IAM. */
export async function enforcedProbes(
  workshop: Workshop,
  wanted?: readonly string[],
): Promise<readonly EnforcedProbe[]> {
  const python = await workshop.python();
  const probes = [...(await workshop.probes()).values()].filter(({ id }) =>
    wanted ? wanted.includes(id) : enforced.includes(id.split("/")[0] ?? ""),
  );
  const texts = [];
  for (const probe of probes) texts.push(await textOf(workshop, probe));
  const policies = Object.fromEntries(
    texts.flatMap(({ probe, policy, first }) => [
      [`${probe} exact`, policy],
      [`${probe} anywhere`, anywhere(policy)],
      [`${probe} less`, anywhere(policy, first)],
    ]),
  );
  await using simulator = await startSimulator({ python: python.path, pythonFolder: folder("python") });
  const keys = seed(python.path, { endpoint: simulator.endpoint, region: place.region, policies });
  const results: EnforcedProbe[] = [];
  for (const { probe, code, policy } of texts) {
    const run = async (kind: string) => {
      const credentials = keys[`${probe} ${kind}`];
      if (!credentials) throw new Error(`no user for ${probe} ${kind}`);
      const { calls } = await runText(workshop, { code, policy, credentials, endpoint: simulator.endpoint });
      return calls;
    };
    const exact = await run("exact");
    const refused = exact.filter(isRefusal);
    results.push({
      probe,
      statements: policy.Statement.length,
      calls: exact.length,
      refused,
      scoped: refused.filter((call) => isScoped(policy, call)).length,
      lacking: (await run("anywhere")).filter(isRefusal),
      withoutOne: (await run("less")).filter(isRefusal).length,
    });
  }
  return results;
}

/** The probe with something in its variables, or as it stands where that makes it read nothing; and the first action that it uses where the simulator decides. */
async function textOf(workshop: Workshop, probe: Probe) {
  for (const values of valuesFor(probe).toReversed()) {
    const code = renderProbe(probe, values);
    const sandbox = await workshop.sandbox();
    const { calls, policy } = await rehearseText(workshop, { code, situation: "minimal", sandbox });
    const first = calls.find(({ action }) => isEnforced(action))?.action;
    if (calls.length > 0) return { probe: probe.id, code, policy, first };
  }
  throw new Error(`${probe.id} reads nothing, whatever its variables hold`);
}

/** By the simulator, not by our broker. */
function isRefusal(call: Call): boolean {
  return call.decision === "allowed" && call.refused !== undefined && isEnforced(call.action);
}

function isEnforced(action: string): boolean {
  return enforced.includes(action.split(":")[0] ?? "") && !undecided.has(action);
}

/** Allowed by our evaluator of the same document, by a statement on named resources. */
function isScoped(policy: PolicyDocument, { action, resources }: Call): boolean {
  return permits(policy, { action, resources }) && !permits(policy, { action, resources: ["*"] });
}

/** The same actions on any resource, one of them perhaps taken away. */
function anywhere(policy: PolicyDocument, without?: string): PolicyDocument {
  // A policy must say something; this needs no permission at all.
  const actions = [...grantedPatterns(policy).map(({ action }) => action), "sts:GetCallerIdentity"];
  return leastPolicy(
    actions.filter((action) => action !== without).map((action) => ({ action, resources: ["*"] })),
  );
}

function seed(
  python: string,
  asked: {
    readonly endpoint: string;
    readonly region: string;
    readonly policies: { readonly [name: string]: PolicyDocument };
  },
): { readonly [name: string]: { readonly accessKeyId: string; readonly secretAccessKey: string } } {
  const done = spawnSync(python, [folder("scripts/least-privilege/seed.py")], {
    input: JSON.stringify(asked),
    encoding: "utf8",
    maxBuffer: 32 * 1024 ** 2,
  });
  if (done.status !== 0) throw new Error(`the simulator could not be seeded: ${done.stderr.slice(-2000)}`);
  return JSON.parse(done.stdout);
}
