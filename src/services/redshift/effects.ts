import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of redshift. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeAccountAttributes DescribeAuthenticationProfiles DescribeClusterDbRevisions
      DescribeClusterParameterGroups DescribeClusterParameters DescribeClusterSecurityGroups
      DescribeClusterSnapshots DescribeClusterSubnetGroups DescribeClusterTracks DescribeClusterVersions
      DescribeClusters DescribeCustomDomainAssociations DescribeDataShares DescribeDataSharesForConsumer
      DescribeDataSharesForProducer DescribeDefaultClusterParameters DescribeEndpointAccess
      DescribeEndpointAuthorization DescribeEventCategories DescribeEventSubscriptions DescribeEvents
      DescribeHsmClientCertificates DescribeHsmConfigurations DescribeInboundIntegrations
      DescribeIntegrations DescribeLoggingStatus DescribeNodeConfigurationOptions
      DescribeOrderableClusterOptions DescribePartners DescribeQev2IdcApplications
      DescribeRedshiftIdcApplications DescribeReservedNodeExchangeStatus DescribeReservedNodeOfferings
      DescribeReservedNodes DescribeResize DescribeScheduledActions DescribeSnapshotCopyGrants
      DescribeSnapshotSchedules DescribeStorage DescribeTableRestoreStatus DescribeTags
      DescribeUsageLimits GetReservedNodeExchangeConfigurationOptions GetReservedNodeExchangeOfferings
      GetResourcePolicy ListRecommendations`,
    mints: `
      GetClusterCredentials GetClusterCredentialsWithIAM GetIdentityCenterAuthToken`,
    mutates: `
      AcceptReservedNodeExchange AddPartner AssociateDataShareConsumer
      AuthorizeClusterSecurityGroupIngress AuthorizeDataShare AuthorizeEndpointAccess
      AuthorizeSnapshotAccess BatchDeleteClusterSnapshots BatchModifyClusterSnapshots CancelResize
      CopyClusterSnapshot CreateAuthenticationProfile CreateCluster CreateClusterParameterGroup
      CreateClusterSecurityGroup CreateClusterSnapshot CreateClusterSubnetGroup
      CreateCustomDomainAssociation CreateEndpointAccess CreateEventSubscription
      CreateHsmClientCertificate CreateHsmConfiguration CreateIntegration CreateQev2IdcApplication
      CreateRedshiftIdcApplication CreateScheduledAction CreateSnapshotCopyGrant CreateSnapshotSchedule
      CreateTags CreateUsageLimit DeauthorizeDataShare DeleteAuthenticationProfile DeleteCluster
      DeleteClusterParameterGroup DeleteClusterSecurityGroup DeleteClusterSnapshot
      DeleteClusterSubnetGroup DeleteCustomDomainAssociation DeleteEndpointAccess DeleteEventSubscription
      DeleteHsmClientCertificate DeleteHsmConfiguration DeleteIntegration DeletePartner
      DeleteQev2IdcApplication DeleteRedshiftIdcApplication DeleteResourcePolicy DeleteScheduledAction
      DeleteSnapshotCopyGrant DeleteSnapshotSchedule DeleteTags DeleteUsageLimit DeregisterNamespace
      DisableLogging DisableSnapshotCopy DisassociateDataShareConsumer EnableLogging EnableSnapshotCopy
      FailoverPrimaryCompute ModifyAquaConfiguration ModifyAuthenticationProfile ModifyCluster
      ModifyClusterDbRevision ModifyClusterIamRoles ModifyClusterMaintenance ModifyClusterParameterGroup
      ModifyClusterSnapshot ModifyClusterSnapshotSchedule ModifyClusterSubnetGroup
      ModifyCustomDomainAssociation ModifyEndpointAccess ModifyEventSubscription ModifyIntegration
      ModifyLakehouseConfiguration ModifyQev2IdcApplication ModifyRedshiftIdcApplication
      ModifyScheduledAction ModifySnapshotCopyRetentionPeriod ModifySnapshotSchedule ModifyUsageLimit
      PauseCluster PurchaseReservedNodeOffering PutResourcePolicy RebootCluster RegisterNamespace
      RejectDataShare ResetClusterParameterGroup ResizeCluster RestoreFromClusterSnapshot
      RestoreTableFromClusterSnapshot ResumeCluster RevokeClusterSecurityGroupIngress RevokeEndpointAccess
      RevokeSnapshotAccess RotateEncryptionKey UpdatePartnerStatus`,
  },
  {
    GetClusterCredentials: "database credentials",
    GetClusterCredentialsWithIAM: "database credentials",
  },
);
