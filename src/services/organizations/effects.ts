import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of organizations. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeAccount DescribeCreateAccountStatus DescribeEffectivePolicy DescribeHandshake
      DescribeOrganization DescribeOrganizationalUnit DescribePolicy DescribeResourcePolicy
      DescribeResponsibilityTransfer ListAWSServiceAccessForOrganization ListAccounts
      ListAccountsForParent ListAccountsWithInvalidEffectivePolicy ListChildren ListCreateAccountStatus
      ListDelegatedAdministrators ListDelegatedServicesForAccount ListEffectivePolicyValidationErrors
      ListHandshakesForAccount ListHandshakesForOrganization ListInboundResponsibilityTransfers
      ListOrganizationalUnitsForParent ListOutboundResponsibilityTransfers ListParents ListPolicies
      ListPoliciesForTarget ListRoots ListTagsForResource ListTargetsForPolicy`,
    mutates: `
      AcceptHandshake AttachPolicy CancelHandshake CloseAccount CreateAccount CreateGovCloudAccount
      CreateOrganization CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization
      DeleteOrganizationalUnit DeletePolicy DeleteResourcePolicy DeregisterDelegatedAdministrator
      DetachPolicy DisableAWSServiceAccess DisablePolicyType EnableAWSServiceAccess EnableAllFeatures
      EnablePolicyType InviteAccountToOrganization InviteOrganizationToTransferResponsibility
      LeaveOrganization MoveAccount PutResourcePolicy RegisterDelegatedAdministrator
      RemoveAccountFromOrganization TagResource TerminateResponsibilityTransfer UntagResource
      UpdateOrganizationalUnit UpdatePolicy UpdateResponsibilityTransfer`,
  },
  {
    DescribeAccount: "name and e-mail address of an account",
    ListAccounts: "names and e-mail addresses of accounts",
  },
);
