import type { Facts, Resource } from "../../core/facts.ts";
import type { Evidence, ResourceRef } from "../../core/finding.ts";
import { atPointer } from "../../core/json/json.ts";
import { matchesAction } from "../../core/policy/match-statement.ts";
import { parsePolicy } from "../../core/policy/parse-policy.ts";
import type { Statement } from "../../core/policy/parse-policy.ts";
import { explainAccess } from "../../diagnose/authorization/authorization.ts";
import { isPublicStatement } from "../../diagnose/authorization/public-access.ts";
import { blame } from "../../diagnose/blame.ts";
import type { Check, CheckContext, CheckResult, Fault } from "../../diagnose/check.ts";
import type { ProbeRequest } from "../../core/probe.ts";

/** Which buckets strangers may use: through a public policy or ACL that no Block Public Access holds back. */
export const publicBuckets: Check = {
  id: "access.public-buckets",
  title: "buckets that strangers may use",
  run: (context) => {
    if (!asksForExposure(context)) return { kind: "apart" };
    const buckets = idsOf(context, "AWS::S3::Bucket");
    const unread = buckets.filter(
      (bucket) =>
        !context.facts.read("s3", "GetBucketPolicy", { Bucket: bucket }) ||
        !context.facts.read("s3", "GetBucketAcl", { Bucket: bucket }),
    );
    const probes: readonly ProbeRequest[] =
      unread.length === 0
        ? []
        : [
            {
              probe: "s3/public-access",
              variables: { buckets: unread, account: context.facts.account },
              reason: "what makes the buckets public or keeps them from it",
            },
          ];
    return verdict(context, buckets, [...probes, ...organization(context)], (bucket) =>
      bucketFaults(context, bucket),
    );
  },
};

/** Which queues somebody outside the account may use by their policies. */
export const publicQueues: Check = {
  id: "access.public-queues",
  title: "queues that others than the account may use",
  run: (context) => {
    if (!asksForExposure(context)) return { kind: "apart" };
    const queues = idsOf(context, "AWS::SQS::Queue");
    const unread = queues.filter((queue) => !context.facts.read("sqs", "GetQueueUrl", { QueueName: queue }));
    const probes: readonly ProbeRequest[] =
      unread.length === 0
        ? []
        : [{ probe: "sqs/policies", variables: { queues: unread }, reason: "who may use the queues" }];
    return verdict(context, queues, [...probes, ...organization(context)], (queue) =>
      queueFaults(context, queue),
    );
  },
};

function asksForExposure({ question }: CheckContext): boolean {
  return (
    question.symptoms?.includes("exposure") ?? /\bpublic|outside|expos|anyone|everyone/i.test(question.text)
  );
}

function idsOf({ subjects }: CheckContext, type: string): readonly string[] {
  return [...new Set(subjects.filter(({ ref }) => ref.type === type).map(({ ref }) => ref.id))];
}

function organization({ facts }: CheckContext): readonly ProbeRequest[] {
  return facts.read("organizations", "DescribeOrganization")
    ? []
    : [
        {
          probe: "organizations/policies",
          variables: { account: facts.account },
          reason: "limits that the organization sets",
        },
      ];
}

interface Exposure {
  readonly faults: readonly Fault[];
  readonly evidence: readonly Evidence[];
}

function verdict(
  context: CheckContext,
  ids: readonly string[],
  probes: readonly ProbeRequest[],
  judge: (id: string) => Exposure,
): CheckResult {
  if (ids.length === 0) return { kind: "apart" };
  if (probes.length > 0) return { kind: "needs", probes };
  const judged = ids.map(judge);
  const faults = judged.flatMap((one) => one.faults);
  if (faults.length > 0) return { kind: "fault", faults };
  return {
    kind: "fine",
    text: `${ids.join(", ")}: open to nobody outside the account`,
    evidence: judged.flatMap((one) => one.evidence).slice(0, 20),
  };
}

const bucketActions = [
  "s3:GetObject",
  "s3:ListBucket",
  "s3:PutObject",
  "s3:DeleteObject",
  "s3:PutBucketPolicy",
];

function bucketFaults(context: CheckContext, bucket: string): Exposure {
  const { facts } = context;
  const policy = facts.get("AWS::S3::BucketPolicy", bucket);
  const acl = facts.get("AWS::S3::BucketAcl", bucket);
  const ref: ResourceRef = { type: "AWS::S3::Bucket", id: bucket, arn: `arn:aws:s3:::${bucket}` };
  const byPolicy = policy
    ? openStatements(context, policy, "/Policy", `arn:aws:s3:::${bucket}`, bucketActions).map(
        ({ statement, actions }) =>
          policyFault(facts, ref, policy, "/Policy", "bucket policy", statement, actions),
      )
    : [];
  const listed = explainAccess(facts, {
    principal: "*",
    action: "s3:ListBucket",
    resource: `arn:aws:s3:::${bucket}`,
    context: {},
    now: context.now,
  });
  const byAcl =
    listed.decision === "allowed"
      ? listed.deciding.filter(({ policy: said }) => said.name?.endsWith(" ACL"))
      : [];
  const aclFaults = byAcl.slice(0, 1).map((deciding) =>
    blame(ref, {
      property: "bucket ACL Grants",
      observed: deciding.evidence[0]?.value ?? null,
      expected: "no grant to AllUsers, or IgnorePublicAcls on",
      title: `Bucket ${bucket} is public by its ACL: ${deciding.why}`,
      explanation: `The ACL of bucket ${bucket} grants to everyone, ACLs are in force for it and no Block Public Access (IgnorePublicAcls) holds it back.`,
      evidence: deciding.evidence,
      severity: "critical",
      pillars: ["security"],
    }),
  );
  const cited = [...(policy ? [facts.cite(policy)] : []), ...(acl ? [facts.cite(acl)] : [])];
  return { faults: [...byPolicy, ...aclFaults], evidence: cited };
}

const queueActions = ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"];

function queueFaults(context: CheckContext, name: string): Exposure {
  const { facts } = context;
  const queue = facts.get("AWS::SQS::Queue", name);
  if (!queue) return { faults: [], evidence: [] };
  const ref: ResourceRef = {
    type: queue.type,
    id: queue.id,
    ...(queue.arn !== undefined && { arn: queue.arn }),
  };
  const open = openStatements(context, queue, "/Policy", queue.arn ?? name, queueActions);
  return {
    faults: open.map(({ statement, actions }) =>
      policyFault(facts, ref, queue, "/Policy", "Policy", statement, actions),
    ),
    evidence: [facts.cite(queue)],
  };
}

interface OpenStatement {
  readonly statement: Statement;
  readonly actions: readonly string[];
}

/** The statements by which a stranger may really do something: everything else in the way is evaluated too. */
function openStatements(
  { facts, now }: CheckContext,
  resource: Resource,
  path: string,
  arn: string,
  actions: readonly string[],
): readonly OpenStatement[] {
  const parsed = parsePolicy(atPointer(resource.data, path));
  if (parsed.kind === "invalid") return [];
  return parsed.statements.filter(isPublicStatement).flatMap((statement) => {
    const reached = statement.resource?.patterns.filter((pattern) => pattern.startsWith(arn)) ?? [];
    const allowed = actions
      .filter((action) => matchesAction(statement.action, action))
      .filter((action) =>
        [...reached, arn].some((one) => {
          const said = explainAccess(facts, {
            principal: "*",
            action,
            resource: one,
            context: { "aws:SecureTransport": ["true"] },
            now,
          });
          return (
            said.decision === "allowed" &&
            said.deciding.some((deciding) => deciding.statement === statement.label)
          );
        }),
      );
    return allowed.length > 0 ? [{ statement, actions: allowed }] : [];
  });
}

function policyFault(
  facts: Facts,
  ref: ResourceRef,
  resource: Resource,
  path: string,
  property: string,
  statement: Statement,
  actions: readonly string[],
): Fault {
  const kind = ref.type === "AWS::S3::Bucket" ? "Bucket" : "Queue";
  const block =
    ref.type === "AWS::S3::Bucket" ? " and no Block Public Access (public access block) holds it back" : "";
  const read =
    ref.type === "AWS::S3::Bucket" ? facts.read("s3", "GetPublicAccessBlock", { Bucket: ref.id }) : undefined;
  return blame(ref, {
    property: `${property} statement ${statement.label}${block === "" ? "" : " / public access block"}`,
    observed: atPointer(resource.data, path + statement.pointer) ?? null,
    expected: "named principals, or a condition that keeps strangers out",
    title: `${kind} ${ref.id} is open to everyone: its ${property} allows ${actions.join(", ")} to Principal * without condition`,
    explanation: `Statement ${statement.label} of the ${property} of ${ref.id} allows ${statement.action.patterns.join(", ")} to Principal "*" without a condition that restricts it${block}: anyone may ${actions.join(", ")}.`,
    evidence: [
      facts.cite(resource, path + statement.pointer),
      ...(read?.error ? facts.citeRefusal(read) : []),
    ],
    severity: "critical",
    pillars: ["security"],
  });
}
