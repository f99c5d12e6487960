import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of wafv2. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      CheckCapacity DescribeAllManagedProducts DescribeManagedProductsByVendor DescribeManagedRuleGroup
      GetIPSet GetLoggingConfiguration GetManagedRuleSet GetMobileSdkRelease GetPermissionPolicy
      GetRegexPatternSet GetRuleGroup GetWebACL GetWebACLForResource ListAvailableManagedRuleGroupVersions
      ListAvailableManagedRuleGroups ListIPSets ListLoggingConfigurations ListManagedRuleSets
      ListMobileSdkReleases ListRegexPatternSets ListResourcesForWebACL ListRuleGroups ListTagsForResource
      ListWebACLs`,
    logs: `
      GetRateBasedStatementManagedKeys GetRevenueStatistics GetRevenueStatisticsSummary
      GetRevenueStatisticsTimeSeries GetSampledRequests GetTopPathStatisticsByTraffic
      ListSettlementRecords`,
    secret: `
      GenerateMobileSdkReleaseUrl GetDecryptedAPIKey ListAPIKeys`,
    mutates: `
      AssociateWebACL CreateIPSet CreateRegexPatternSet CreateRuleGroup CreateWebACL DeleteAPIKey
      DeleteFirewallManagerRuleGroups DeleteIPSet DeleteLoggingConfiguration DeletePermissionPolicy
      DeleteRegexPatternSet DeleteRuleGroup DeleteWebACL DisassociateWebACL PutLoggingConfiguration
      PutManagedRuleSetVersions PutPermissionPolicy TagResource UntagResource UpdateIPSet
      UpdateManagedRuleSetVersionExpiryDate UpdateRegexPatternSet UpdateRuleGroup UpdateWebACL`,
    "mutates mints": `
      CreateAPIKey`,
  },
  {
    GenerateMobileSdkReleaseUrl: "a pre-signed link",
    GetRateBasedStatementManagedKeys: "addresses of visitors",
    GetSampledRequests: "requests of visitors",
  },
);
