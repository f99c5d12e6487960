import type { Resource } from "../../core/facts.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import { blame } from "../../diagnose/blame.ts";
import type { Check, CheckContext, CheckResult, Fault } from "../../diagnose/check.ts";
import { neighbourhood } from "../../diagnose/related.ts";
import type { Related } from "../../diagnose/related.ts";
import { text } from "../../facts/reader.ts";
import { keyArn, keyBehind, keyProbe } from "../../diagnose/key-behind.ts";
import type { KeyBehind } from "../../diagnose/key-behind.ts";

/** A key that is disabled or waits for its deletion serves nobody: whatever is encrypted with it can be neither read nor written (KMS Developer Guide, Key states). */
export const keyState: Check = {
  id: "kms.key-state",
  title: "state of the encryption keys in use",
  run: (context) => {
    const near = neighbourhood(context, 1);
    const judged = [
      ...near.filter(({ type }) => type === "AWS::KMS::Key").map((one) => ownKey(context, one)),
      ...near.map((one) => behind(context, one)),
    ];
    const probes = judged.flatMap((one) => one.probes);
    const faults = judged.flatMap((one) => one.faults);
    if (faults.length > 0)
      return {
        kind: "fault",
        faults: [...new Map(faults.map((fault) => [fault.resource.id, fault])).values()],
      };
    if (probes.length > 0) return { kind: "needs", probes };
    return fine(
      context,
      judged.flatMap((one) => one.keys),
    );
  },
};

export const checks: readonly Check[] = [keyState];

interface Judged {
  readonly probes: readonly ProbeRequest[];
  readonly faults: readonly Fault[];
  readonly keys: readonly Resource[];
}

const nothing: Judged = { probes: [], faults: [], keys: [] };

function fine({ facts }: CheckContext, keys: readonly Resource[]): CheckResult {
  if (keys.length === 0) return { kind: "apart" };
  return {
    kind: "fine",
    text: `the keys ${keys.map(({ id }) => id).join(", ")} are enabled`,
    evidence: keys.map((key) => facts.cite(key, "/KeyState")),
  };
}

function ownKey(context: CheckContext, one: Related): Judged {
  const key: KeyBehind = { reference: one.resource?.id ?? one.id, service: "kms", region: context.region };
  return judged(context, key, undefined);
}

function behind(context: CheckContext, one: Related): Judged {
  const encryption = encryptionProbe(context, one);
  if (encryption.length > 0) return { ...nothing, probes: encryption };
  const key = keyBehind(context.facts, one.type, one.id, context.region);
  return key ? judged(context, key, one) : nothing;
}

const aboutKeys = /\bkms\b|encrypt|decrypt|\bkeys?\b|denied|\b403\b/i;

/** What encrypts a bucket is read only where the question may be about it. */
function encryptionProbe({ facts, question }: CheckContext, one: Related): readonly ProbeRequest[] {
  if (one.type !== "AWS::S3::Bucket" || one.distance > 0 || !aboutKeys.test(question.text)) return [];
  if (facts.read("s3", "GetBucketEncryption", { Bucket: one.id })) return [];
  return [
    {
      probe: "s3/resource-policy",
      variables: { bucket: one.id, key: "", account: facts.account },
      reason: `what encrypts ${one.id}`,
    },
  ];
}

function judged(context: CheckContext, reference: KeyBehind, user: Related | undefined): Judged {
  const { facts } = context;
  const probes = keyProbe(facts, reference);
  if (probes.length > 0) return { ...nothing, probes };
  const arn = keyArn(facts, reference);
  const key = arn === undefined ? undefined : facts.get("AWS::KMS::Key", arn);
  const state = text(key?.data, "KeyState");
  if (!key || state === "") return nothing;
  return /^(?:Disabled|PendingDeletion|PendingReplicaDeletion|PendingImport|Unavailable)$/.test(state)
    ? { ...nothing, faults: [faultOf(context, key, state, reference, user)] }
    : { ...nothing, keys: [key] };
}

function faultOf(
  { facts }: CheckContext,
  key: Resource,
  state: string,
  reference: KeyBehind,
  user: Related | undefined,
): Fault {
  const alias = facts.all("AWS::KMS::Alias").find(({ data }) => text(data, "TargetKeyId") === key.id);
  const name = alias?.id ?? key.id;
  const used = user
    ? ` It encrypts ${user.resource?.name ?? user.id}, so nothing can be read from it or written to it.`
    : " Whatever is encrypted with it can be neither read nor written.";
  const member = user?.type === "AWS::SecretsManager::Secret" ? "/KmsKeyId" : "/KmsMasterKeyId";
  const evidence = [
    facts.cite(key, "/KeyState"),
    ...(alias ? [facts.cite(alias)] : []),
    ...(user?.resource && user.type !== "AWS::S3::Bucket" ? [facts.cite(user.resource, member)] : []),
  ];
  return blame(
    {
      type: key.type,
      id: key.id,
      ...(alias && { name: alias.id }),
      ...(key.arn !== undefined && { arn: key.arn }),
      region: key.region,
      account: key.account,
    },
    {
      property: "KeyState",
      observed: state,
      expected: "Enabled",
      title: `KMS key ${name} is ${state}`,
      explanation: `KMS key ${key.id}${alias ? ` (${alias.id})` : ""} has KeyState ${state} and cannot be used.${used}${reference.service === "kms" ? "" : ` The ${reference.service} resource names it as ${reference.reference}.`}`,
      evidence,
      severity: "critical",
      pillars: ["reliability", "security"],
      ...changeOf(key, state),
    },
  );
}

function changeOf(key: Resource, state: string): Pick<Fault, "change"> | undefined {
  const enable = ["aws", "kms", "enable-key", "--key-id", key.id];
  const commands =
    state === "PendingDeletion"
      ? [["aws", "kms", "cancel-key-deletion", "--key-id", key.id], enable]
      : state === "Disabled"
        ? [enable]
        : undefined;
  if (!commands) return undefined;
  return {
    change: {
      summary:
        state === "PendingDeletion"
          ? `Cancel the deletion of key ${key.id} and enable it`
          : `Enable key ${key.id}`,
      commands,
      risk: "Somebody took the key out of use; ask why first.",
      rollback:
        state === "PendingDeletion"
          ? shellCommand`aws kms schedule-key-deletion --key-id ${key.id}`
          : shellCommand`aws kms disable-key --key-id ${key.id}`,
      edits: [{ op: "replace", type: key.type, id: key.id, path: "/KeyState", value: "Enabled" }],
    },
  };
}
