import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of elbv2. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeAccountLimits DescribeCapacityReservation DescribeListenerAttributes
      DescribeListenerCertificates DescribeListeners DescribeLoadBalancerAttributes DescribeLoadBalancers
      DescribeRules DescribeSSLPolicies DescribeTags DescribeTargetGroupAttributes DescribeTargetGroups
      DescribeTargetHealth DescribeTrustStoreAssociations DescribeTrustStoreRevocations
      DescribeTrustStores GetResourcePolicy`,
    secret: `
      GetTrustStoreCaCertificatesBundle GetTrustStoreRevocationContent`,
    mutates: `
      AddListenerCertificates AddTags AddTrustStoreRevocations CreateListener CreateLoadBalancer
      CreateRule CreateTargetGroup CreateTrustStore DeleteListener DeleteLoadBalancer DeleteRule
      DeleteSharedTrustStoreAssociation DeleteTargetGroup DeleteTrustStore DeregisterTargets
      ModifyCapacityReservation ModifyIpPools ModifyListener ModifyListenerAttributes
      ModifyLoadBalancerAttributes ModifyRule ModifyTargetGroup ModifyTargetGroupAttributes
      ModifyTrustStore RegisterTargets RemoveListenerCertificates RemoveTags RemoveTrustStoreRevocations
      SetIpAddressType SetRulePriorities SetSecurityGroups SetSubnets`,
  },
  {
    GetTrustStoreCaCertificatesBundle: "a pre-signed link to the bundle",
    GetTrustStoreRevocationContent: "a pre-signed link to the file",
  },
);
