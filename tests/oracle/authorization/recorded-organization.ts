import type { Told } from "../../../src/testing/recorded.ts";
import { home } from "./account-model.ts";
import type { Organization, Policy } from "./account-model.ts";
import { call, failing } from "./told.ts";

/** What the organization of an account tells of itself, as its policies are read. */
export function organizationCalls(organization: Organization | undefined): readonly Told[] {
  if (!organization)
    return [failing("organizations", "DescribeOrganization", {}, "AWSOrganizationsNotInUseException")];
  const management = organization.managed ? home : "111111111111";
  const types = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;
  const PolicyTypes = types.map((Type) => ({ Type, Status: "ENABLED" }));
  const described = {
    Id: organization.id,
    Arn: `arn:aws:organizations::${management}:organization/${organization.id}`,
    FeatureSet: "ALL",
    MasterAccountId: management,
  };
  const start = [
    call("organizations", "DescribeOrganization", {}, { Organization: described }),
    call(
      "organizations",
      "ListRoots",
      {},
      {
        Roots: [
          {
            Id: "r-abcd",
            Arn: `arn:aws:organizations::${management}:root/${organization.id}/r-abcd`,
            PolicyTypes,
          },
        ],
      },
    ),
  ];
  if (organization.managed) return start;
  return [
    ...start,
    ...organization.levels.toReversed().flatMap((level, index, levels) => {
      const parent = levels[index + 1];
      const attached = (type: (typeof types)[number], policies: readonly Policy[]): readonly Told[] => {
        const short = type === "SERVICE_CONTROL_POLICY" ? "scp" : "rcp";
        const summaries = policies.map((_, at) => ({
          Id: `p-${short}-${level.id}-${at}`,
          Name: `${short} ${level.id} ${at}`,
          Arn: `arn:aws:organizations::${management}:policy/${organization.id}/p-${short}-${level.id}-${at}`,
          Type: type,
        }));
        const full = {
          Id: "p-RCPFullAWSAccess",
          Name: "RCPFullAWSAccess",
          Arn: "arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess",
          Type: type,
        };
        const everything: Policy = {
          Version: "2012-10-17",
          Statement: [{ Sid: "rcp-full", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
        };
        return [
          call(
            "organizations",
            "ListPoliciesForTarget",
            { TargetId: level.id, Filter: type },
            { Policies: short === "rcp" ? [full, ...summaries] : summaries },
          ),
          ...summaries.map((PolicySummary, at) =>
            call(
              "organizations",
              "DescribePolicy",
              { PolicyId: PolicySummary.Id },
              { Policy: { PolicySummary, Content: policies[at] ?? null } },
            ),
          ),
          ...(short === "rcp"
            ? [
                call(
                  "organizations",
                  "DescribePolicy",
                  { PolicyId: full.Id },
                  { Policy: { PolicySummary: full, Content: everything } },
                ),
              ]
            : []),
        ];
      };
      return [
        ...attached("SERVICE_CONTROL_POLICY", level.serviceControl),
        ...attached("RESOURCE_CONTROL_POLICY", level.resourceControl),
        ...(parent
          ? [
              call(
                "organizations",
                "ListParents",
                { ChildId: level.id },
                {
                  Parents: [
                    { Id: parent.id, Type: parent.id.startsWith("r-") ? "ROOT" : "ORGANIZATIONAL_UNIT" },
                  ],
                },
              ),
            ]
          : []),
      ];
    }),
  ];
}
