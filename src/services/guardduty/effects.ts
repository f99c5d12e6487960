import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of guardduty. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeMalwareScans DescribeOrganizationConfiguration DescribePublishingDestination
      GetAdministratorAccount GetCoverageStatistics GetCustomDetectionRule
      GetCustomDetectionRuleAssociation GetCustomDetectionRuleOrgConfiguration GetDetector GetFilter
      GetFindingsStatistics GetIPSet GetInvitationsCount GetMalwareProtectionPlan GetMalwareScan
      GetMalwareScanSettings GetMasterAccount GetMemberDetectors GetMembers GetOrganizationStatistics
      GetRemainingFreeTrialDays GetThreatEntitySet GetThreatIntelSet GetTrustedEntitySet
      GetUsageStatistics ListCoverage ListCustomDetectionRuleAssociations
      ListCustomDetectionRuleOrgConfigurations ListCustomDetectionRules ListDetectors ListFilters
      ListFindings ListIPSets ListInvestigationRecords ListInvestigations ListInvitations
      ListMalwareProtectionPlans ListMalwareScans ListMembers ListOrganizationAdminAccounts
      ListPublishingDestinations ListTagsForResource ListThreatEntitySets ListThreatIntelSets
      ListTrustedEntitySets`,
    logs: `
      GetFindings GetInvestigation`,
    mutates: `
      AcceptAdministratorInvitation AcceptInvitation ArchiveFindings CreateCustomDetectionRuleAssociation
      CreateCustomDetectionRuleOrgConfiguration CreateDetector CreateFilter CreateIPSet
      CreateInvestigation CreateMalwareProtectionPlan CreateMembers CreatePublishingDestination
      CreateSampleFindings CreateThreatEntitySet CreateThreatIntelSet CreateTrustedEntitySet
      DeclineInvitations DeleteCustomDetectionRuleAssociation DeleteCustomDetectionRuleOrgConfiguration
      DeleteDetector DeleteFilter DeleteIPSet DeleteInvitations DeleteMalwareProtectionPlan DeleteMembers
      DeletePublishingDestination DeleteThreatEntitySet DeleteThreatIntelSet DeleteTrustedEntitySet
      DisableOrganizationAdminAccount DisassociateFromAdministratorAccount DisassociateFromMasterAccount
      DisassociateMembers EnableOrganizationAdminAccount InviteMembers SendObjectMalwareScan
      StartMalwareScan StartMonitoringMembers StopMonitoringMembers TagResource UnarchiveFindings
      UntagResource UpdateCustomDetectionRuleAssociation UpdateCustomDetectionRuleOrgConfiguration
      UpdateDetector UpdateFilter UpdateFindingsFeedback UpdateIPSet UpdateMalwareProtectionPlan
      UpdateMalwareScanSettings UpdateMemberDetectors UpdateOrganizationConfiguration
      UpdatePublishingDestination UpdateThreatEntitySet UpdateThreatIntelSet UpdateTrustedEntitySet`,
  },
  {
    GetFindings: "findings about principals and addresses",
  },
);
