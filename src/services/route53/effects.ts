import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of route53. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      GetAccountLimit GetChange GetCheckerIpRanges GetDNSSEC GetGeoLocation GetHealthCheck
      GetHealthCheckCount GetHealthCheckLastFailureReason GetHealthCheckStatus GetHostedZone
      GetHostedZoneCount GetHostedZoneLimit GetQueryLoggingConfig GetReusableDelegationSet
      GetReusableDelegationSetLimit GetTrafficPolicy GetTrafficPolicyInstance
      GetTrafficPolicyInstanceCount ListCidrBlocks ListCidrCollections ListCidrLocations ListGeoLocations
      ListHealthChecks ListHostedZones ListHostedZonesByName ListHostedZonesByVPC ListQueryLoggingConfigs
      ListResourceRecordSetProtections ListResourceRecordSets ListReusableDelegationSets
      ListTagsForResource ListTagsForResources ListTrafficPolicies ListTrafficPolicyInstances
      ListTrafficPolicyInstancesByHostedZone ListTrafficPolicyInstancesByPolicy ListTrafficPolicyVersions
      ListVPCAssociationAuthorizations TestDNSAnswer`,
    mutates: `
      ActivateKeySigningKey AssociateVPCWithHostedZone ChangeCidrCollection ChangeResourceRecordSets
      ChangeTagsForResource CreateCidrCollection CreateHealthCheck CreateHostedZone CreateKeySigningKey
      CreateQueryLoggingConfig CreateResourceRecordSetProtections CreateReusableDelegationSet
      CreateTrafficPolicy CreateTrafficPolicyInstance CreateTrafficPolicyVersion
      CreateVPCAssociationAuthorization DeactivateKeySigningKey DeleteCidrCollection DeleteHealthCheck
      DeleteHostedZone DeleteKeySigningKey DeleteQueryLoggingConfig DeleteResourceRecordSetProtections
      DeleteReusableDelegationSet DeleteTrafficPolicy DeleteTrafficPolicyInstance
      DeleteVPCAssociationAuthorization DisableHostedZoneDNSSEC DisassociateVPCFromHostedZone
      EnableHostedZoneDNSSEC UpdateHealthCheck UpdateHostedZoneComment UpdateHostedZoneFeatures
      UpdateTrafficPolicyComment UpdateTrafficPolicyInstance`,
  },
  {
    TestDNSAnswer: "asks what a name server would answer",
  },
);
