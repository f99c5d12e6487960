import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of eks. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects({
  pure: `
      DescribeAccessEntry DescribeAddon DescribeAddonConfiguration DescribeAddonVersions
      DescribeCapability DescribeCertificateAuthority DescribeCluster DescribeClusterVersions
      DescribeEksAnywhereSubscription DescribeFargateProfile DescribeIdentityProviderConfig
      DescribeInsight DescribeInsightsRefresh DescribeNodegroup DescribePodIdentityAssociation
      DescribeUpdate ListAccessEntries ListAccessPolicies ListAddons ListAssociatedAccessPolicies
      ListCapabilities ListCertificateAuthorities ListClusters ListEksAnywhereSubscriptions
      ListFargateProfiles ListIdentityProviderConfigs ListInsights ListNodegroups
      ListPodIdentityAssociations ListTagsForResource ListUpdates`,
  mutates: `
      ActivateCertificateAuthority AssociateAccessPolicy AssociateEncryptionConfig
      AssociateIdentityProviderConfig CancelUpdate CreateAccessEntry CreateAddon CreateCapability
      CreateCertificateAuthority CreateCluster CreateEksAnywhereSubscription CreateFargateProfile
      CreateNodegroup CreatePodIdentityAssociation DeleteAccessEntry DeleteAddon DeleteCapability
      DeleteCertificateAuthority DeleteCluster DeleteEksAnywhereSubscription DeleteFargateProfile
      DeleteNodegroup DeletePodIdentityAssociation DeregisterCluster DisassociateAccessPolicy
      DisassociateIdentityProviderConfig RegisterCluster StartInsightsRefresh TagResource UntagResource
      UpdateAccessEntry UpdateAddon UpdateCapability UpdateClusterConfig UpdateClusterVersion
      UpdateEksAnywhereSubscription UpdateNodegroupConfig UpdateNodegroupVersion
      UpdatePodIdentityAssociation`,
});
