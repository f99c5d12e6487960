import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of service-quotas. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects({
  pure: `
      GetAWSDefaultServiceQuota GetAssociationForServiceQuotaTemplate GetAutoManagementConfiguration
      GetQuotaUtilizationReport GetRequestedServiceQuotaChange GetServiceQuota
      GetServiceQuotaIncreaseRequestFromTemplate ListAWSDefaultServiceQuotas
      ListRequestedServiceQuotaChangeHistory ListRequestedServiceQuotaChangeHistoryByQuota
      ListServiceQuotaIncreaseRequestsInTemplate ListServiceQuotas ListServices ListTagsForResource`,
  mutates: `
      AssociateServiceQuotaTemplate CreateSupportCase DeleteServiceQuotaIncreaseRequestFromTemplate
      DisassociateServiceQuotaTemplate PutServiceQuotaIncreaseRequestIntoTemplate
      RequestServiceQuotaIncrease StartAutoManagement StartQuotaUtilizationReport StopAutoManagement
      TagResource UntagResource UpdateAutoManagement`,
});
