import type { FactReader } from "../../facts/reader.ts";
import { itemReader, text } from "../../facts/reader.ts";

/** What IAM tells of the ways users sign in: each an aspect of the user, under the user's name. */
export const readers: readonly FactReader[] = [
  itemReader("iam", "GetLoginProfile", "LoginProfile", (_item, { params }) => ({
    type: "AWS::IAM::LoginProfile",
    id: text(params, "UserName"),
  })),
  itemReader("iam", "ListMFADevices", "", (_item, { params }) => ({
    type: "AWS::IAM::MFADevices",
    id: text(params, "UserName"),
  })),
  itemReader("iam", "ListAccessKeys", "", (_item, { params }) => ({
    type: "AWS::IAM::AccessKeys",
    id: text(params, "UserName"),
  })),
  itemReader("iam", "GetAccessKeyLastUsed", "", (_item, { params }) => ({
    type: "AWS::IAM::AccessKeyLastUsed",
    id: text(params, "AccessKeyId"),
  })),
  itemReader("iam", "GetAccountSummary", "SummaryMap", () => ({
    type: "AWS::IAM::AccountSummary",
    id: "account",
  })),
];
