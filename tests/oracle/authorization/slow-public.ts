import type { Policy, Statement } from "./account-model.ts";
import { listOf } from "./slow-condition.ts";

/** Keys whose fixed values keep a statement for everyone from being public (S3 User Guide, The meaning of "public"). */
const narrowing = [
  "aws:principalorgid",
  "aws:principalarn",
  "aws:principalaccount",
  "aws:sourcearn",
  "aws:sourceaccount",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceip",
];
const fixing = ["StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnEquals", "ArnLike", "IpAddress"];

/** Whether a bucket policy is public: some Allow names everyone, and no condition fixes who that is. */
export function isPublic(policy: Policy): boolean {
  return policy.Statement.some(
    (statement) => statement.Effect === "Allow" && namesEveryone(statement) && !narrowed(statement),
  );
}

function namesEveryone({ Principal }: Statement): boolean {
  if (Principal === undefined) return false;
  return (
    typeof Principal === "string" || Object.values(Principal).some((names) => listOf(names).includes("*"))
  );
}

function narrowed({ Condition = {} }: Statement): boolean {
  return Object.entries(Condition).some(
    ([operator, tests]) =>
      fixing.includes(operator) &&
      Object.entries(tests).some(
        ([key, values]) =>
          narrowing.includes(key.toLowerCase()) && listOf(values).every((value) => !/[*?]|\$\{/.test(value)),
      ),
  );
}
