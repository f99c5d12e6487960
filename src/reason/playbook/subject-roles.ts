import type { LocatedSubject } from "../../facts/locate-subjects.ts";
import type { Question } from "../../core/question.ts";

const principals = new Set(["AWS::IAM::Role", "AWS::IAM::User", "AWS::Lambda::Function"]);
const identities = new Set(["AWS::IAM::Role", "AWS::IAM::User"]);
/** What is reached and never starts. */
export const reachedTypes: ReadonlySet<string> = new Set([
  "AWS::RDS::DBInstance",
  "AWS::RDS::DBCluster",
  "AWS::S3::Bucket",
  "AWS::DynamoDB::Table",
  "AWS::SQS::Queue",
  "AWS::SNS::Topic",
  "AWS::KMS::Key",
  "AWS::SecretsManager::Secret",
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::Kinesis::Stream",
  "AWS::ElasticLoadBalancingV2::LoadBalancer",
  "AWS::EKS::Cluster",
  "AWS::EFS::FileSystem",
]);

/**
 * The roles after it is known what the names are: a database never starts a connection, a bucket never makes a request; of two roles the one that
 * is assumed is reached. Words decide where kinds leave both open.
 */
export function settledRoles(
  subjects: readonly LocatedSubject[],
  question: Question,
): readonly LocatedSubject[] {
  const settled = subjects.map((subject) => ({ ...subject, role: roleByKind(subject, question) }));
  const source = settled.some(({ role }) => role === "source");
  const target = settled.some(({ role }) => role === "target");
  if (source && !target) return withOther(settled, "source", "target");
  if (target && !source) return withOther(settled, "target", "source");
  if (!source && !target && settled.length === 2 && concernsReaching(question)) {
    return settled.map((subject, index) => ({
      ...subject,
      role: index === 0 ? ("source" as const) : ("target" as const),
    }));
  }
  return settled;
}

function roleByKind({ ref, role }: LocatedSubject, question: Question): LocatedSubject["role"] {
  if (role === "source" && reachedTypes.has(ref.type)) return "target";
  const access = question.symptoms?.[0] === "access";
  if (access && role === "subject" && principals.has(ref.type)) return "source";
  // Users and roles call; a role is reached only where it is taken or handed on.
  if (
    access &&
    role === "target" &&
    identities.has(ref.type) &&
    !/assum|trust|switch|pass/i.test(question.text)
  )
    return "source";
  if (access && role === "subject" && reachedTypes.has(ref.type)) return "target";
  return role;
}

/** One end is known: of the rest, what is not the same kind of end is the other one, if there is only one such. */
function withOther(
  subjects: readonly LocatedSubject[],
  known: "source" | "target",
  other: "source" | "target",
): readonly LocatedSubject[] {
  const open = subjects.filter(({ role }) => role === "subject");
  if (new Set(open.map(({ text }) => text)).size !== 1) return subjects;
  const fits = open.every(({ ref }) => (other === "source" ? !reachedTypes.has(ref.type) : true));
  return fits && known !== other
    ? subjects.map((subject) => (subject.role === "subject" ? { ...subject, role: other } : subject))
    : subjects;
}

function concernsReaching(question: Question): boolean {
  return (question.symptoms ?? [])
    .slice(0, 2)
    .some((symptom) => symptom === "connectivity" || symptom === "access");
}
