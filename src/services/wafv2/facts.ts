import type { FactReader } from "../../facts/reader.ts";
import { itemReader, strings, text } from "../../facts/reader.ts";

/** What WAF tells: web ACLs with their rules, IP sets, and what an ACL protects. */
export const readers: readonly FactReader[] = [
  itemReader("wafv2", "GetWebACL", "WebACL", (acl) => ({
    type: "AWS::WAFv2::WebACL",
    id: text(acl, "ARN"),
    name: text(acl, "Name"),
    arn: text(acl, "ARN"),
    detail: 2,
  })),
  itemReader("wafv2", "GetIPSet", "IPSet", (set) => ({
    type: "AWS::WAFv2::IPSet",
    id: text(set, "ARN"),
    name: text(set, "Name"),
    arn: text(set, "ARN"),
    detail: 2,
  })),
  itemReader("wafv2", "GetWebACLForResource", "WebACL", (acl, { params }) => ({
    type: "AWS::WAFv2::WebACLOfResource",
    id: text(params, "ResourceArn"),
    name: text(acl, "ARN"),
  })),
  {
    service: "wafv2",
    operation: "ListResourcesForWebACL",
    read: ({ params, response }) => {
      const arns = strings(response, "ResourceArns");
      const id = text(params, "WebACLArn");
      return arns.length === 0
        ? []
        : [
            {
              type: "AWS::WAFv2::WebACLAssociation",
              id: `${id} ${text(params, "ResourceType")}`,
              name: id,
              pointer: "",
              data: response,
            },
          ];
    },
  },
];
