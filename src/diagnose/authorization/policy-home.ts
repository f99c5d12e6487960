import type { FactEdit } from "../../core/change.ts";
import type { Resource } from "../../core/facts.ts";
import type { Json } from "../../core/json/json.ts";
import { text } from "../../facts/reader.ts";
import type { Target } from "./target.ts";

/** How a policy document is put in place: the command line, and the same as an edit of the facts. */
export interface Written {
  readonly command: readonly string[];
  readonly edits: readonly FactEdit[];
}

/** Puts a changed document where the old one stands. Undefined for homes that take no new document this way. */
export function rewritten(resource: Resource, document: Json): Written | undefined {
  const { type, id, data } = resource;
  const body = JSON.stringify(document);
  const edit = (path: string): readonly FactEdit[] => [{ op: "replace", type, id, path, value: document }];
  const [owner, name] = [id.slice(0, id.indexOf("/")), id.slice(id.indexOf("/") + 1)];
  switch (type) {
    case "AWS::IAM::RolePolicy":
      return {
        command: [
          "aws",
          "iam",
          "put-role-policy",
          "--role-name",
          owner,
          "--policy-name",
          name,
          "--policy-document",
          body,
        ],
        edits: edit("/PolicyDocument"),
      };
    case "AWS::IAM::UserPolicy":
      return {
        command: [
          "aws",
          "iam",
          "put-user-policy",
          "--user-name",
          owner,
          "--policy-name",
          name,
          "--policy-document",
          body,
        ],
        edits: edit("/PolicyDocument"),
      };
    case "AWS::IAM::GroupPolicy":
      return {
        command: [
          "aws",
          "iam",
          "put-group-policy",
          "--group-name",
          owner,
          "--policy-name",
          name,
          "--policy-document",
          body,
        ],
        edits: edit("/PolicyDocument"),
      };
    case "AWS::IAM::PolicyVersion":
      return {
        command: [
          "aws",
          "iam",
          "create-policy-version",
          "--policy-arn",
          id.split(" ")[0] ?? id,
          "--set-as-default",
          "--policy-document",
          body,
        ],
        edits: edit("/Document"),
      };
    case "AWS::IAM::Role":
      return {
        command: ["aws", "iam", "update-assume-role-policy", "--role-name", id, "--policy-document", body],
        edits: edit("/AssumeRolePolicyDocument"),
      };
    case "AWS::Organizations::Policy":
      return {
        command: ["aws", "organizations", "update-policy", "--policy-id", id, "--content", body],
        edits: edit("/Content"),
      };
    case "AWS::EC2::VPCEndpoint":
      return {
        command: ["aws", "ec2", "modify-vpc-endpoint", "--vpc-endpoint-id", id, "--policy-document", body],
        edits: edit("/PolicyDocument"),
      };
    case "AWS::S3::BucketPolicy":
      return {
        command: ["aws", "s3api", "put-bucket-policy", "--bucket", id, "--policy", body],
        edits: edit("/Policy"),
      };
    case "AWS::KMS::KeyPolicy":
      return {
        command: [
          "aws",
          "kms",
          "put-key-policy",
          "--key-id",
          id,
          "--policy-name",
          "default",
          "--policy",
          body,
        ],
        edits: edit("/Policy"),
      };
    case "AWS::SQS::Queue": {
      const url = text(data, "QueueUrl") || queueUrl(resource);
      return {
        command: [
          "aws",
          "sqs",
          "set-queue-attributes",
          "--queue-url",
          url,
          "--attributes",
          JSON.stringify({ Policy: body }),
        ],
        edits: edit("/Policy"),
      };
    }
    case "AWS::SNS::Topic":
      return {
        command: [
          "aws",
          "sns",
          "set-topic-attributes",
          "--topic-arn",
          id,
          "--attribute-name",
          "Policy",
          "--attribute-value",
          body,
        ],
        edits: edit("/Policy"),
      };
    case "AWS::SecretsManager::ResourcePolicy":
      return {
        command: [
          "aws",
          "secretsmanager",
          "put-resource-policy",
          "--secret-id",
          id,
          "--resource-policy",
          body,
        ],
        edits: edit("/ResourcePolicy"),
      };
    case "AWS::ECR::RepositoryPolicy":
      return {
        command: ["aws", "ecr", "set-repository-policy", "--repository-name", id, "--policy-text", body],
        edits: edit("/policyText"),
      };
    case "AWS::DynamoDB::ResourcePolicy":
      return {
        command: ["aws", "dynamodb", "put-resource-policy", "--resource-arn", id, "--policy", body],
        edits: edit("/Policy"),
      };
    default:
      return undefined;
  }
}

function queueUrl({ arn = "" }: Resource): string {
  const [, , , region = "", account = "", name = ""] = arn.split(":");
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

/** The first policy of a resource that has none yet. */
export function firstPolicy(target: Target, document: Json, queue?: Resource): Written | undefined {
  const body = JSON.stringify(document);
  const create = (type: string, id: string, member: string): readonly FactEdit[] => [
    { op: "create", type, id, value: { [member]: document } },
  ];
  if (target.bucket !== undefined)
    return {
      command: ["aws", "s3api", "put-bucket-policy", "--bucket", target.bucket, "--policy", body],
      edits: create("AWS::S3::BucketPolicy", target.bucket, "Policy"),
    };
  if (target.service === "sqs" && queue)
    return {
      command: rewritten(queue, document)?.command ?? [],
      edits: [{ op: "add", type: "AWS::SQS::Queue", id: queue.id, path: "/Policy", value: document }],
    };
  if (target.service === "secretsmanager") {
    return {
      command: [
        "aws",
        "secretsmanager",
        "put-resource-policy",
        "--secret-id",
        target.arn,
        "--resource-policy",
        body,
      ],
      edits: [
        {
          op: "add",
          type: "AWS::SecretsManager::ResourcePolicy",
          id: target.arn,
          path: "/ResourcePolicy",
          value: document,
        },
      ],
    };
  }
  return undefined;
}
