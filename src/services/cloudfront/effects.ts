import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of cloudfront. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeConnectionFunction DescribeFunction DescribeKeyValueStore GetAnycastIpList GetCachePolicy
      GetCachePolicyConfig GetCloudFrontOriginAccessIdentity GetCloudFrontOriginAccessIdentityConfig
      GetConnectionFunction GetConnectionGroup GetConnectionGroupByRoutingEndpoint
      GetContinuousDeploymentPolicy GetContinuousDeploymentPolicyConfig GetDistribution
      GetDistributionConfig GetDistributionTenant GetDistributionTenantByDomain GetFieldLevelEncryption
      GetFieldLevelEncryptionConfig GetFieldLevelEncryptionProfile GetFieldLevelEncryptionProfileConfig
      GetFunction GetInvalidation GetInvalidationForDistributionTenant GetKeyGroup GetKeyGroupConfig
      GetManagedCertificateDetails GetMonitoringSubscription GetOriginAccessControl
      GetOriginAccessControlConfig GetOriginRequestPolicy GetOriginRequestPolicyConfig GetPublicKey
      GetPublicKeyConfig GetRealtimeLogConfig GetResourcePolicy GetResponseHeadersPolicy
      GetResponseHeadersPolicyConfig GetStreamingDistribution GetStreamingDistributionConfig GetTrustStore
      GetVpcOrigin ListAnycastIpLists ListCachePolicies ListCloudFrontOriginAccessIdentities
      ListConflictingAliases ListConnectionFunctions ListConnectionGroups ListContinuousDeploymentPolicies
      ListDistributionTenants ListDistributionTenantsByCustomization ListDistributions
      ListDistributionsByAnycastIpListId ListDistributionsByCachePolicyId
      ListDistributionsByConnectionFunction ListDistributionsByConnectionMode ListDistributionsByKeyGroup
      ListDistributionsByOriginRequestPolicyId ListDistributionsByOwnedResource
      ListDistributionsByRealtimeLogConfig ListDistributionsByResponseHeadersPolicyId
      ListDistributionsByTrustStore ListDistributionsByVpcOriginId ListDistributionsByWebACLId
      ListDomainConflicts ListFieldLevelEncryptionConfigs ListFieldLevelEncryptionProfiles ListFunctions
      ListInvalidations ListInvalidationsForDistributionTenant ListKeyGroups ListKeyValueStores
      ListOriginAccessControls ListOriginRequestPolicies ListPublicKeys ListRealtimeLogConfigs
      ListResponseHeadersPolicies ListStreamingDistributions ListTagsForResource ListTrustStores
      ListVpcOrigins`,
    leaves: `
      VerifyDnsConfiguration`,
    "data costs": `
      TestConnectionFunction TestFunction`,
    mutates: `
      AssociateAlias AssociateDistributionTenantWebACL AssociateDistributionWebACL CopyDistribution
      CreateAnycastIpList CreateCachePolicy CreateCloudFrontOriginAccessIdentity CreateConnectionFunction
      CreateConnectionGroup CreateContinuousDeploymentPolicy CreateDistribution CreateDistributionTenant
      CreateDistributionWithTags CreateFieldLevelEncryptionConfig CreateFieldLevelEncryptionProfile
      CreateFunction CreateInvalidation CreateInvalidationForDistributionTenant CreateKeyGroup
      CreateKeyValueStore CreateMonitoringSubscription CreateOriginAccessControl CreateOriginRequestPolicy
      CreatePublicKey CreateRealtimeLogConfig CreateResponseHeadersPolicy CreateStreamingDistribution
      CreateStreamingDistributionWithTags CreateTrustStore CreateVpcOrigin DeleteAnycastIpList
      DeleteCachePolicy DeleteCloudFrontOriginAccessIdentity DeleteConnectionFunction
      DeleteConnectionGroup DeleteContinuousDeploymentPolicy DeleteDistribution DeleteDistributionTenant
      DeleteFieldLevelEncryptionConfig DeleteFieldLevelEncryptionProfile DeleteFunction DeleteKeyGroup
      DeleteKeyValueStore DeleteMonitoringSubscription DeleteOriginAccessControl DeleteOriginRequestPolicy
      DeletePublicKey DeleteRealtimeLogConfig DeleteResourcePolicy DeleteResponseHeadersPolicy
      DeleteStreamingDistribution DeleteTrustStore DeleteVpcOrigin DisassociateDistributionTenantWebACL
      DisassociateDistributionWebACL PublishConnectionFunction PublishFunction PutResourcePolicy
      TagResource UntagResource UpdateAnycastIpList UpdateCachePolicy UpdateCloudFrontOriginAccessIdentity
      UpdateConnectionFunction UpdateConnectionGroup UpdateContinuousDeploymentPolicy UpdateDistribution
      UpdateDistributionTenant UpdateDistributionWithStagingConfig UpdateDomainAssociation
      UpdateFieldLevelEncryptionConfig UpdateFieldLevelEncryptionProfile UpdateFunction UpdateKeyGroup
      UpdateKeyValueStore UpdateOriginAccessControl UpdateOriginRequestPolicy UpdatePublicKey
      UpdateRealtimeLogConfig UpdateResponseHeadersPolicy UpdateStreamingDistribution UpdateTrustStore
      UpdateVpcOrigin`,
  },
  {
    GetFunction: "source of an edge function",
    TestFunction: "runs a function on an event that the caller gives",
    VerifyDnsConfiguration: "asks the name servers of a domain that the caller gives",
  },
);
