import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of config. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      BatchGetAggregateResourceConfig BatchGetResourceConfig DescribeAggregateComplianceByConfigRules
      DescribeAggregateComplianceByConformancePacks DescribeAggregationAuthorizations
      DescribeComplianceByConfigRule DescribeComplianceByResource DescribeConfigRuleEvaluationStatus
      DescribeConfigRules DescribeConfigurationAggregatorSourcesStatus DescribeConfigurationAggregators
      DescribeConfigurationRecorderStatus DescribeConfigurationRecorders DescribeConformancePackCompliance
      DescribeConformancePackStatus DescribeConformancePacks DescribeDeliveryChannelStatus
      DescribeDeliveryChannels DescribeOrganizationConfigRuleStatuses DescribeOrganizationConfigRules
      DescribeOrganizationConformancePackStatuses DescribeOrganizationConformancePacks
      DescribePendingAggregationRequests DescribeRemediationConfigurations DescribeRemediationExceptions
      DescribeRemediationExecutionStatus DescribeRetentionConfigurations
      GetAggregateComplianceDetailsByConfigRule GetAggregateConfigRuleComplianceSummary
      GetAggregateConformancePackComplianceSummary GetAggregateDiscoveredResourceCounts
      GetAggregateResourceConfig GetComplianceDetailsByConfigRule GetComplianceDetailsByResource
      GetComplianceSummaryByConfigRule GetComplianceSummaryByResourceType
      GetConformancePackComplianceDetails GetConformancePackComplianceSummary GetConnector
      GetCustomRulePolicy GetDiscoveredResourceCounts GetOrganizationConfigRuleDetailedStatus
      GetOrganizationConformancePackDetailedStatus GetOrganizationCustomRulePolicy
      GetResourceConfigHistory GetResourceEvaluationSummary GetStoredQuery
      ListAggregateDiscoveredResources ListConfigurationRecorders ListConformancePackComplianceScores
      ListConnectors ListDiscoveredResources ListResourceEvaluations ListStoredQueries ListTagsForResource
      SelectAggregateResourceConfig SelectResourceConfig`,
    mutates: `
      AssociateResourceTypes DeleteAggregationAuthorization DeleteConfigRule DeleteConfigurationAggregator
      DeleteConfigurationRecorder DeleteConformancePack DeleteConnector DeleteDeliveryChannel
      DeleteEvaluationResults DeleteOrganizationConfigRule DeleteOrganizationConformancePack
      DeletePendingAggregationRequest DeleteRemediationConfiguration DeleteRemediationExceptions
      DeleteResourceConfig DeleteRetentionConfiguration DeleteServiceLinkedConfigurationRecorder
      DeleteStoredQuery DeliverConfigSnapshot DisassociateResourceTypes PutAggregationAuthorization
      PutConfigRule PutConfigurationAggregator PutConfigurationRecorder PutConformancePack PutConnector
      PutDeliveryChannel PutEvaluations PutExternalEvaluation PutOrganizationConfigRule
      PutOrganizationConformancePack PutRemediationConfigurations PutRemediationExceptions
      PutResourceConfig PutRetentionConfiguration PutServiceLinkedConfigurationRecorder PutStoredQuery
      PutThirdPartyServiceLinkedConfigurationRecorder StartConfigurationRecorder StartRemediationExecution
      StartResourceEvaluation StopConfigurationRecorder TagResource UntagResource`,
    "mutates costs": `
      StartConfigRulesEvaluation`,
  },
  {
    GetResourceConfigHistory: "recorded configurations",
    SelectAggregateResourceConfig: "searches recorded configurations",
    SelectResourceConfig: "searches recorded configurations",
  },
);
