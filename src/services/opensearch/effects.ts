import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of opensearch. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      CompareDomainConfiguration DescribeDataSourceAttachment DescribeDomain DescribeDomainAutoTunes
      DescribeDomainChangeProgress DescribeDomainConfig DescribeDomainHealth DescribeDomainNodes
      DescribeDomainReplication DescribeDomains DescribeDryRunProgress DescribeInboundConnections
      DescribeInsightDetails DescribeInstanceTypeLimits DescribeOutboundConnections DescribePackages
      DescribeReservedInstanceOfferings DescribeReservedInstances DescribeVpcEndpoints GetApplication
      GetCapability GetCompatibleVersions GetDataSource GetDefaultApplicationSetting
      GetDirectQueryDataSource GetDomainMaintenanceStatus GetIndex GetMigration GetPackageVersionHistory
      GetUpgradeHistory GetUpgradeStatus ListApplications ListDataSourceAttachments ListDataSources
      ListDirectQueryDataSources ListDomainMaintenances ListDomainNames ListDomainsForPackage ListInsights
      ListInstanceTypeDetails ListMigrations ListPackagesForDomain ListScheduledActions ListTags
      ListVersions ListVpcEndpointAccess ListVpcEndpoints ListVpcEndpointsForDomain`,
    mutates: `
      AcceptInboundConnection AddDataSource AddDirectQueryDataSource AddReplicationPeer AddTags
      AssociatePackage AssociatePackages AttachDataSource AuthorizeVpcEndpointAccess
      CancelDomainConfigChange CancelServiceSoftwareUpdate CreateApplication CreateDomain CreateIndex
      CreateOutboundConnection CreatePackage CreateVpcEndpoint DeleteApplication DeleteDataSource
      DeleteDirectQueryDataSource DeleteDomain DeleteInboundConnection DeleteIndex
      DeleteOutboundConnection DeletePackage DeleteVpcEndpoint DeregisterCapability DetachDataSource
      DissociatePackage DissociatePackages FailoverReplication InsightFeedback
      PurchaseReservedInstanceOffering PutDefaultApplicationSetting RegisterCapability
      RejectInboundConnection RemoveReplicationPeer RemoveTags RevokeVpcEndpointAccess
      RollbackServiceSoftwareUpdate StartDomainMaintenance StartMigration StartServiceSoftwareUpdate
      SwitchoverReplication UpdateApplication UpdateClone UpdateDataSource UpdateDirectQueryDataSource
      UpdateDomainConfig UpdateIndex UpdatePackage UpdatePackageScope UpdateScheduledAction
      UpdateVpcEndpoint UpgradeDomain`,
  },
  {
    GetIndex: "mapping and settings of an index, no documents",
  },
);
