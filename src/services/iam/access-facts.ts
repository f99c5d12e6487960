import type { Link } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { itemReader, listReader, objects, text } from "../../facts/reader.ts";
import type { Answered, Described, FactReader } from "../../facts/reader.ts";

const named =
  (type: string, nameMember: string, detail: number) =>
  (item: JsonObject): Described | undefined => {
    const name = text(item, nameMember);
    return name === ""
      ? undefined
      : { type, id: name, arn: text(item, "Arn"), links: boundaryOf(item), detail };
  };

function boundaryOf(item: JsonObject): readonly Link[] {
  const arn = text(item["PermissionsBoundary"], "PermissionsBoundaryArn");
  return arn === "" ? [] : [{ kind: "bounded-by", type: "AWS::IAM::ManagedPolicy", id: arn }];
}

/** An inline policy: `<owner>/<policy name>`. */
const inline = (operation: string, kind: "Role" | "User" | "Group") =>
  itemReader("iam", operation, "", (item) => {
    const [owner, policy] = [text(item, `${kind}Name`), text(item, "PolicyName")];
    return {
      type: `AWS::IAM::${kind}Policy`,
      id: `${owner}/${policy}`,
      name: policy,
      links: [{ kind: "attached-to", type: `AWS::IAM::${kind}`, id: owner }],
    };
  });

/** The attachment of a managed policy: `<owner> <policy ARN>`. */
const attached = (operation: string, kind: "Role" | "User" | "Group") =>
  listReader("iam", operation, "AttachedPolicies/*", (item, { params }) => {
    const owner = text(params, `${kind}Name`);
    const links: readonly Link[] = [
      { kind: "attached-to", type: `AWS::IAM::${kind}`, id: owner },
      { kind: "attaches", type: "AWS::IAM::ManagedPolicy", id: text(item, "PolicyArn") },
    ];
    return {
      type: `AWS::IAM::${kind}PolicyAttachment`,
      id: `${owner} ${text(item, "PolicyArn")}`,
      name: text(item, "PolicyName"),
      links,
    };
  });

function profile(item: JsonObject): Described {
  const links = objects(item, "Roles").map((role) => ({
    kind: "has-role",
    type: "AWS::IAM::Role",
    id: text(role, "RoleName"),
  }));
  return {
    type: "AWS::IAM::InstanceProfile",
    id: text(item, "InstanceProfileName"),
    arn: text(item, "Arn"),
    links,
  };
}

function membership(item: JsonObject, { params }: Answered): Described {
  const [user, group] = [text(params, "UserName"), text(item, "GroupName")];
  const links: readonly Link[] = [
    { kind: "member", type: "AWS::IAM::User", id: user },
    { kind: "of", type: "AWS::IAM::Group", id: group },
  ];
  return { type: "AWS::IAM::GroupMembership", id: `${user} ${group}`, name: group, links };
}

export const readers: readonly FactReader[] = [
  itemReader("iam", "GetRole", "Role", named("AWS::IAM::Role", "RoleName", 3)),
  listReader("iam", "ListRoles", "Roles/*", named("AWS::IAM::Role", "RoleName", 1)),
  itemReader("iam", "GetUser", "User", named("AWS::IAM::User", "UserName", 3)),
  listReader("iam", "ListUsers", "Users/*", named("AWS::IAM::User", "UserName", 1)),
  inline("GetRolePolicy", "Role"),
  inline("GetUserPolicy", "User"),
  inline("GetGroupPolicy", "Group"),
  attached("ListAttachedRolePolicies", "Role"),
  attached("ListAttachedUserPolicies", "User"),
  attached("ListAttachedGroupPolicies", "Group"),
  listReader("iam", "ListGroupsForUser", "Groups/*", membership),
  itemReader("iam", "GetPolicy", "Policy", (item) => ({
    type: "AWS::IAM::ManagedPolicy",
    id: text(item, "Arn"),
    name: text(item, "PolicyName"),
    arn: text(item, "Arn"),
    detail: 2,
  })),
  listReader("iam", "ListPolicies", "Policies/*", (item) => ({
    type: "AWS::IAM::ManagedPolicy",
    id: text(item, "Arn"),
    name: text(item, "PolicyName"),
    arn: text(item, "Arn"),
  })),
  itemReader("iam", "GetPolicyVersion", "PolicyVersion", (item, { params }) => ({
    type: "AWS::IAM::PolicyVersion",
    id: `${text(params, "PolicyArn")} ${text(item, "VersionId")}`,
    links: [{ kind: "version-of", type: "AWS::IAM::ManagedPolicy", id: text(params, "PolicyArn") }],
  })),
  itemReader("iam", "GetInstanceProfile", "InstanceProfile", profile),
  listReader("iam", "ListInstanceProfiles", "InstanceProfiles/*", profile),
  listReader("iam", "ListInstanceProfilesForRole", "InstanceProfiles/*", profile),
  itemReader("iam", "ListRoleTags", "", (_item, { params }) => ({
    type: "AWS::IAM::RoleTags",
    id: text(params, "RoleName"),
  })),
  itemReader("iam", "ListUserTags", "", (_item, { params }) => ({
    type: "AWS::IAM::UserTags",
    id: text(params, "UserName"),
  })),
];
