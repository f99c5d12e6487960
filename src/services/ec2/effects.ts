import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of ec2. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeAccountAttributes DescribeAccountVpcEncryptionControl DescribeAddressTransfers
      DescribeAddresses DescribeAddressesAttribute DescribeAggregateIdFormat DescribeApplicationStatus
      DescribeApplicationStatusCheckAssociations DescribeApplicationStatusChecks DescribeAvailabilityZones
      DescribeAwsNetworkPerformanceMetricSubscriptions DescribeBundleTasks DescribeByoipCidrs
      DescribeCapacityBlockExtensionHistory DescribeCapacityBlockExtensionOfferings
      DescribeCapacityBlockOfferings DescribeCapacityBlockStatus DescribeCapacityBlocks
      DescribeCapacityManagerDataExports DescribeCapacityReservationBillingRequests
      DescribeCapacityReservationCancellationQuotes DescribeCapacityReservationDateChangeQuotes
      DescribeCapacityReservationFleets DescribeCapacityReservationTopology DescribeCapacityReservations
      DescribeCarrierGateways DescribeClassicLinkInstances DescribeClientVpnAuthorizationRules
      DescribeClientVpnConnections DescribeClientVpnEndpoints DescribeClientVpnRoutes
      DescribeClientVpnTargetNetworks DescribeCoipPools DescribeConversionTasks DescribeCustomerGateways
      DescribeDeclarativePoliciesReports DescribeDhcpOptions DescribeEgressOnlyInternetGateways
      DescribeElasticGpus DescribeExportImageTasks DescribeExportTasks DescribeFastLaunchImages
      DescribeFastSnapshotRestores DescribeFleetHistory DescribeFleetInstances DescribeFleets
      DescribeFlowLogs DescribeFpgaImageAttribute DescribeFpgaImages DescribeHostReservationOfferings
      DescribeHostReservations DescribeHosts DescribeIamInstanceProfileAssociations DescribeIdFormat
      DescribeIdentityIdFormat DescribeImageAttribute DescribeImageReferences
      DescribeImageUsageReportEntries DescribeImageUsageReports DescribeImages DescribeImportImageTasks
      DescribeImportSnapshotTasks DescribeInstanceAttribute DescribeInstanceConnectEndpoints
      DescribeInstanceCreditSpecifications DescribeInstanceEventNotificationAttributes
      DescribeInstanceEventWindows DescribeInstanceImageMetadata DescribeInstanceSqlHaHistoryStates
      DescribeInstanceSqlHaStates DescribeInstanceStatus DescribeInstanceTopology
      DescribeInstanceTypeOfferings DescribeInstanceTypes DescribeInstances DescribeInternetGateways
      DescribeIpamByoasn DescribeIpamExternalResourceVerificationTokens
      DescribeIpamInternetRegistryAssociations DescribeIpamPolicies DescribeIpamPoolAllocations
      DescribeIpamPools DescribeIpamPrefixListResolverTargets DescribeIpamPrefixListResolvers
      DescribeIpamResourceDiscoveries DescribeIpamResourceDiscoveryAssociations DescribeIpamScopes
      DescribeIpams DescribeIpv6Pools DescribeKeyPairs DescribeLaunchTemplateVersions
      DescribeLaunchTemplates DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociations
      DescribeLocalGatewayRouteTableVpcAssociations DescribeLocalGatewayRouteTables
      DescribeLocalGatewayVirtualInterfaceGroups DescribeLocalGatewayVirtualInterfaces
      DescribeLocalGateways DescribeLockedSnapshots DescribeMacHosts DescribeMacModificationTasks
      DescribeManagedPrefixLists DescribeMetricCategories DescribeMovingAddresses DescribeNatGateways
      DescribeNetworkAcls DescribeNetworkInsightsAccessScopeAnalyses DescribeNetworkInsightsAccessScopes
      DescribeNetworkInsightsAnalyses DescribeNetworkInsightsPaths DescribeNetworkInterfaceAttribute
      DescribeNetworkInterfacePermissions DescribeNetworkInterfaces
      DescribeNetworkingFlexCostAllocationPolicies DescribeNetworkingFlexCostAllocationPolicyAssociations
      DescribeOutpostLags DescribePlacementGroups DescribePrefixLists DescribePrincipalIdFormat
      DescribePublicIpv4Pools DescribeRegions DescribeReplaceRootVolumeTasks DescribeReservedInstances
      DescribeReservedInstancesListings DescribeReservedInstancesModifications
      DescribeReservedInstancesOfferings DescribeRouteServerEndpoints DescribeRouteServerPeers
      DescribeRouteServers DescribeRouteTables DescribeScheduledInstanceAvailability
      DescribeScheduledInstances DescribeSecondaryInterfaces DescribeSecondaryNetworks
      DescribeSecondarySubnets DescribeSecurityGroupReferences DescribeSecurityGroupRules
      DescribeSecurityGroupVpcAssociations DescribeSecurityGroups DescribeServiceLinkVirtualInterfaces
      DescribeSnapshotAttribute DescribeSnapshotTierStatus DescribeSnapshots
      DescribeSpotDatafeedSubscription DescribeSpotFleetInstances DescribeSpotFleetRequestHistory
      DescribeSpotFleetRequests DescribeSpotInstanceRequests DescribeSpotPriceHistory
      DescribeStaleSecurityGroups DescribeStoreImageTasks DescribeSubnets DescribeTags
      DescribeTrafficMirrorFilterRules DescribeTrafficMirrorFilters DescribeTrafficMirrorSessions
      DescribeTrafficMirrorTargets DescribeTransitGatewayAttachments DescribeTransitGatewayConnectPeers
      DescribeTransitGatewayConnects DescribeTransitGatewayMeteringPolicies
      DescribeTransitGatewayMulticastDomains DescribeTransitGatewayNetworkFunctionAttachments
      DescribeTransitGatewayPeeringAttachments DescribeTransitGatewayPolicyTables
      DescribeTransitGatewayRouteTableAnnouncements DescribeTransitGatewayRouteTables
      DescribeTransitGatewayVpcAttachments DescribeTransitGateways DescribeTrunkInterfaceAssociations
      DescribeVerifiedAccessEndpoints DescribeVerifiedAccessGroups
      DescribeVerifiedAccessInstanceLoggingConfigurations DescribeVerifiedAccessInstances
      DescribeVerifiedAccessTrustProviders DescribeVolumeAttribute DescribeVolumeStatus DescribeVolumes
      DescribeVolumesModifications DescribeVpcAttribute DescribeVpcBlockPublicAccessExclusions
      DescribeVpcBlockPublicAccessOptions DescribeVpcClassicLink DescribeVpcClassicLinkDnsSupport
      DescribeVpcEncryptionControls DescribeVpcEndpointAssociations
      DescribeVpcEndpointConnectionNotifications DescribeVpcEndpointConnections
      DescribeVpcEndpointServiceConfigurations DescribeVpcEndpointServicePermissions
      DescribeVpcEndpointServices DescribeVpcEndpoints DescribeVpcPeeringConnections DescribeVpcs
      DescribeVpnConcentrators DescribeVpnConnections DescribeVpnGateways
      ExportClientVpnClientCertificateRevocationList GetActiveVpnTunnelStatus GetAllowedImagesSettings
      GetAssociatedEnclaveCertificateIamRoles GetAssociatedIpv6PoolCidrs GetCapacityManagerAttributes
      GetCapacityManagerMetricDimensions GetCapacityManagerMonitoredTagKeys
      GetCapacityManagerSupportabilityScores GetCapacityReservationUsage
      GetClientVpnEndpointAuthorizationPolicy GetCoipPoolUsage GetDeclarativePoliciesReportSummary
      GetDefaultCreditSpecification GetEbsDefaultKmsKeyId GetEbsEncryptionByDefault GetEnabledIpamPolicy
      GetGroupsForCapacityReservation GetHostReservationPurchasePreview
      GetImageAncestry GetImageBlockPublicAccessState GetImageFindings GetInstanceMetadataDefaults
      GetInstanceTpmEkPub GetInstanceTypesFromInstanceRequirements GetIpamAddressHistory
      GetIpamDiscoveredAccounts GetIpamDiscoveredPublicAddresses GetIpamDiscoveredResourceCidrs
      GetIpamDiscoveredRoutes GetIpamInternetRegistryAssociationAsns
      GetIpamInternetRegistryAssociationCidrs GetIpamPolicyAllocationRules
      GetIpamPolicyOrganizationTargets GetIpamPoolAllocations GetIpamPoolCidrs
      GetIpamPrefixListResolverRules GetIpamPrefixListResolverVersionEntries
      GetIpamPrefixListResolverVersions GetIpamResourceCidrs GetIpamRouteOriginAuthorizations
      GetIpamRouteProtectionFindings GetIpamRoutingPolicyRegistrationDeltas
      GetIpamRoutingPolicyRegistrations GetLaunchTemplateData GetManagedPrefixListAssociations
      GetManagedPrefixListEntries GetManagedResourceVisibility
      GetNetworkInsightsAccessScopeAnalysisFindings GetNetworkInsightsAccessScopeContent
      GetNetworkingFlexCostAllocationPolicyVersions GetReservedInstancesExchangeQuote
      GetRouteServerAssociations GetRouteServerPropagations GetRouteServerRoutingDatabase
      GetSecurityGroupsForVpc GetSerialConsoleAccessStatus GetSnapshotBlockPublicAccessState
      GetSpotPlacementScores GetSubnetCidrReservations GetTransitGatewayAttachmentNatConfiguration
      GetTransitGatewayAttachmentPropagations GetTransitGatewayMeteringPolicyEntries
      GetTransitGatewayMulticastDomainAssociations GetTransitGatewayPolicyTableAssociations
      GetTransitGatewayPolicyTableEntries GetTransitGatewayPrefixListReferences
      GetTransitGatewayRouteTableAssociations GetTransitGatewayRouteTablePropagations
      GetVerifiedAccessEndpointPolicy GetVerifiedAccessEndpointTargets GetVerifiedAccessGroupPolicy
      GetVpcResourcesBlockingEncryptionEnforcement GetVpnConnectionDeviceTypes
      GetVpnTunnelReplacementStatus ListImagesInRecycleBin ListSnapshotsInRecycleBin
      ListVolumesInRecycleBin SearchLocalGatewayRoutes SearchTransitGatewayMulticastGroups
      SearchTransitGatewayRoutes ValidateSecurityGroupQuotasForInterface`,
    logs: `
      GetAwsNetworkPerformanceData GetCapacityManagerMetricData GetConsoleOutput`,
    data: `
      GetConsoleScreenshot`,
    secret: `
      ExportClientVpnClientConfiguration ExportVerifiedAccessInstanceClientConfiguration
      GetInstanceUefiData GetPasswordData GetVpnConnectionDeviceSampleConfiguration`,
    mutates: `
      AcceptAddressTransfer AcceptCapacityReservationBillingOwnership AcceptReservedInstancesExchangeQuote
      AcceptTransitGatewayClientVpnAttachment AcceptTransitGatewayMulticastDomainAssociations
      AcceptTransitGatewayPeeringAttachment AcceptTransitGatewayVpcAttachment AcceptVpcEndpointConnections
      AcceptVpcPeeringConnection AdvertiseByoipCidr AllocateAddress AllocateHosts AllocateIpamPoolCidr
      ApplySecurityGroupsToClientVpnTargetNetwork AssignIpv6Addresses AssignPrivateIpAddresses
      AssignPrivateNatGatewayAddress AssociateAddress AssociateApplicationStatusCheck
      AssociateCapacityReservationBillingOwner AssociateClientVpnTargetNetwork AssociateDhcpOptions
      AssociateEnclaveCertificateIamRole AssociateIamInstanceProfile AssociateInstanceEventWindow
      AssociateIpamByoasn AssociateIpamResourceDiscovery AssociateKmsKeyId AssociateNatGatewayAddress
      AssociateNetworkingFlexCostAllocationPolicy AssociateRouteServer AssociateRouteTable
      AssociateSecurityGroupVpc AssociateSubnetCidrBlock AssociateTransitGatewayMulticastDomain
      AssociateTransitGatewayPolicyTable AssociateTransitGatewayRouteTable AssociateTrunkInterface
      AssociateVpcCidrBlock AttachClassicLinkVpc AttachImageWatermark AttachInternetGateway
      AttachNetworkInterface AttachVerifiedAccessTrustProvider AttachVolume AttachVpnGateway
      AuthorizeClientVpnIngress AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress
      BatchModifyIpamRoutingPolicyRegistrations BundleInstance CancelBundleTask CancelCapacityReservation
      CancelCapacityReservationFleets CancelConversionTask CancelDeclarativePoliciesReport
      CancelExportTask CancelImageLaunchPermission CancelImportTask CancelReservedInstancesListing
      CancelSpotFleetRequests CancelSpotInstanceRequests ConfirmProductInstance CopyFpgaImage CopyImage
      CopySnapshot CopyVolumes CreateApplicationStatusCheck CreateCapacityManagerDataExport
      CreateCapacityReservation CreateCapacityReservationBySplitting
      CreateCapacityReservationCancellationQuote CreateCapacityReservationDateChangeQuote
      CreateCapacityReservationFleet CreateCarrierGateway CreateClientVpnEndpoint CreateClientVpnRoute
      CreateCoipCidr CreateCoipPool CreateCustomerGateway CreateDefaultSubnet CreateDefaultVpc
      CreateDelegateMacVolumeOwnershipTask CreateDhcpOptions CreateEgressOnlyInternetGateway CreateFleet
      CreateFlowLogs CreateFpgaImage CreateImage CreateImageUsageReport CreateInstanceConnectEndpoint
      CreateInstanceEventWindow CreateInternetGateway CreateInterruptibleCapacityReservationAllocation
      CreateIpam CreateIpamExternalResourceVerificationToken CreateIpamInternetRegistryAssociation
      CreateIpamPolicy CreateIpamPool CreateIpamPrefixListResolver CreateIpamPrefixListResolverTarget
      CreateIpamResourceDiscovery CreateIpamRoutingPolicyRegistration CreateIpamScope CreateLaunchTemplate
      CreateLaunchTemplateVersion CreateLocalGatewayRoute CreateLocalGatewayRouteTable
      CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation
      CreateLocalGatewayRouteTableVpcAssociation CreateLocalGatewayVirtualInterface
      CreateLocalGatewayVirtualInterfaceGroup CreateMacSystemIntegrityProtectionModificationTask
      CreateManagedPrefixList CreateMetricCategory CreateNatGateway CreateNetworkAcl CreateNetworkAclEntry
      CreateNetworkInsightsAccessScope CreateNetworkInsightsPath CreateNetworkInterface
      CreateNetworkInterfacePermission CreateNetworkingFlexCostAllocationPolicy CreatePlacementGroup
      CreatePublicIpv4Pool CreateReplaceRootVolumeTask CreateReservedInstancesListing
      CreateRestoreImageTask CreateRoute CreateRouteServer CreateRouteServerEndpoint CreateRouteServerPeer
      CreateRouteTable CreateSecondaryNetwork CreateSecondarySubnet CreateSecurityGroup CreateSnapshot
      CreateSnapshots CreateSpotDatafeedSubscription CreateSubnet CreateSubnetCidrReservation CreateTags
      CreateTrafficMirrorFilter CreateTrafficMirrorFilterRule CreateTrafficMirrorSession
      CreateTrafficMirrorTarget CreateTransitGateway CreateTransitGatewayConnect
      CreateTransitGatewayConnectPeer CreateTransitGatewayMeteringPolicy
      CreateTransitGatewayMeteringPolicyEntry CreateTransitGatewayMulticastDomain
      CreateTransitGatewayNetworkFunctionAttachment CreateTransitGatewayPeeringAttachment
      CreateTransitGatewayPolicyTable CreateTransitGatewayPolicyTableEntry
      CreateTransitGatewayPrefixListReference CreateTransitGatewayRoute CreateTransitGatewayRouteTable
      CreateTransitGatewayRouteTableAnnouncement CreateTransitGatewayVpcAttachment
      CreateVerifiedAccessEndpoint CreateVerifiedAccessGroup CreateVerifiedAccessInstance
      CreateVerifiedAccessTrustProvider CreateVolume CreateVpc CreateVpcBlockPublicAccessExclusion
      CreateVpcEncryptionControl CreateVpcEndpoint CreateVpcEndpointConnectionNotification
      CreateVpcEndpointServiceConfiguration CreateVpcPeeringConnection CreateVpnConcentrator
      CreateVpnConnection CreateVpnConnectionRoute CreateVpnGateway DeleteApplicationStatusCheck
      DeleteCapacityManagerDataExport DeleteCarrierGateway DeleteClientVpnEndpoint
      DeleteClientVpnEndpointAuthorizationPolicy DeleteClientVpnRoute DeleteCoipCidr DeleteCoipPool
      DeleteCustomerGateway DeleteDhcpOptions DeleteEgressOnlyInternetGateway DeleteFleets DeleteFlowLogs
      DeleteFpgaImage DeleteImageUsageReport DeleteInstanceConnectEndpoint DeleteInstanceEventWindow
      DeleteInternetGateway DeleteIpam DeleteIpamExternalResourceVerificationToken
      DeleteIpamInternetRegistryAssociation DeleteIpamPolicy DeleteIpamPool DeleteIpamPrefixListResolver
      DeleteIpamPrefixListResolverTarget DeleteIpamResourceDiscovery DeleteIpamRoutingPolicyRegistration
      DeleteIpamScope DeleteKeyPair DeleteLaunchTemplate DeleteLaunchTemplateVersions
      DeleteLocalGatewayRoute DeleteLocalGatewayRouteTable
      DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociation
      DeleteLocalGatewayRouteTableVpcAssociation DeleteLocalGatewayVirtualInterface
      DeleteLocalGatewayVirtualInterfaceGroup DeleteManagedPrefixList DeleteMetricCategory
      DeleteNatGateway DeleteNetworkAcl DeleteNetworkAclEntry DeleteNetworkInsightsAccessScope
      DeleteNetworkInsightsAccessScopeAnalysis DeleteNetworkInsightsAnalysis DeleteNetworkInsightsPath
      DeleteNetworkInterface DeleteNetworkInterfacePermission DeleteNetworkingFlexCostAllocationPolicies
      DeletePlacementGroup DeletePublicIpv4Pool DeleteQueuedReservedInstances DeleteRoute
      DeleteRouteServer DeleteRouteServerEndpoint DeleteRouteServerPeer DeleteRouteTable
      DeleteSecondaryNetwork DeleteSecondarySubnet DeleteSecurityGroup DeleteSnapshot
      DeleteSpotDatafeedSubscription DeleteSubnet DeleteSubnetCidrReservation DeleteTags
      DeleteTrafficMirrorFilter DeleteTrafficMirrorFilterRule DeleteTrafficMirrorSession
      DeleteTrafficMirrorTarget DeleteTransitGateway DeleteTransitGatewayClientVpnAttachment
      DeleteTransitGatewayConnect DeleteTransitGatewayConnectPeer DeleteTransitGatewayMeteringPolicy
      DeleteTransitGatewayMeteringPolicyEntry DeleteTransitGatewayMulticastDomain
      DeleteTransitGatewayNetworkFunctionAttachment DeleteTransitGatewayPeeringAttachment
      DeleteTransitGatewayPolicyTable DeleteTransitGatewayPolicyTableEntry
      DeleteTransitGatewayPrefixListReference DeleteTransitGatewayRoute DeleteTransitGatewayRouteTable
      DeleteTransitGatewayRouteTableAnnouncement DeleteTransitGatewayVpcAttachment
      DeleteVerifiedAccessEndpoint DeleteVerifiedAccessGroup DeleteVerifiedAccessInstance
      DeleteVerifiedAccessTrustProvider DeleteVolume DeleteVpc DeleteVpcBlockPublicAccessExclusion
      DeleteVpcEncryptionControl DeleteVpcEndpointConnectionNotifications
      DeleteVpcEndpointServiceConfigurations DeleteVpcEndpoints DeleteVpcPeeringConnection
      DeleteVpnConcentrator DeleteVpnConnection DeleteVpnConnectionRoute DeleteVpnGateway
      DeprovisionByoipCidr DeprovisionIpamByoasn DeprovisionIpamPoolCidr DeprovisionPublicIpv4PoolCidr
      DeregisterImage DeregisterInstanceEventNotificationAttributes
      DeregisterTransitGatewayMulticastGroupMembers DeregisterTransitGatewayMulticastGroupSources
      DetachClassicLinkVpc DetachImageWatermark DetachInternetGateway DetachNetworkInterface
      DetachVerifiedAccessTrustProvider DetachVolume DetachVpnGateway DisableAddressTransfer
      DisableAllowedImagesSettings DisableApplicationStatusCheckSuppression
      DisableAwsNetworkPerformanceMetricSubscription DisableCapacityManager DisableEbsEncryptionByDefault
      DisableFastLaunch DisableFastSnapshotRestores DisableImage DisableImageBlockPublicAccess
      DisableImageDeprecation DisableImageDeregistrationProtection DisableInstanceSqlHaStandbyDetections
      DisableIpamOrganizationAdminAccount DisableIpamPolicy DisableRouteServerPropagation
      DisableSerialConsoleAccess DisableSnapshotBlockPublicAccess
      DisableTransitGatewayRouteTablePropagation DisableVgwRoutePropagation DisableVpcClassicLink
      DisableVpcClassicLinkDnsSupport DisassociateAddress DisassociateApplicationStatusCheck
      DisassociateCapacityReservationBillingOwner DisassociateClientVpnTargetNetwork
      DisassociateEnclaveCertificateIamRole DisassociateIamInstanceProfile DisassociateInstanceEventWindow
      DisassociateIpamByoasn DisassociateIpamResourceDiscovery DisassociateKmsKeyId
      DisassociateNatGatewayAddress DisassociateNetworkingFlexCostAllocationPolicy DisassociateRouteServer
      DisassociateRouteTable DisassociateSecurityGroupVpc DisassociateSubnetCidrBlock
      DisassociateTransitGatewayMulticastDomain DisassociateTransitGatewayPolicyTable
      DisassociateTransitGatewayRouteTable DisassociateTrunkInterface DisassociateVpcCidrBlock
      EnableAddressTransfer EnableAllowedImagesSettings EnableApplicationStatusCheckSuppression
      EnableAwsNetworkPerformanceMetricSubscription EnableCapacityManager EnableEbsEncryptionByDefault
      EnableFastLaunch EnableFastSnapshotRestores EnableImage EnableImageBlockPublicAccess
      EnableImageDeprecation EnableImageDeregistrationProtection EnableInstanceSqlHaStandbyDetections
      EnableIpamInternetRegistryAssociation EnableIpamOrganizationAdminAccount EnableIpamPolicy
      EnableReachabilityAnalyzerOrganizationSharing EnableRouteServerPropagation EnableSerialConsoleAccess
      EnableSnapshotBlockPublicAccess EnableTransitGatewayRouteTablePropagation EnableVgwRoutePropagation
      EnableVolumeIO EnableVpcClassicLink EnableVpcClassicLinkDnsSupport
      ImportClientVpnClientCertificateRevocationList ImportImage ImportInstance ImportKeyPair
      ImportSnapshot ImportVolume LockSnapshot ModifyAccountVpcEncryptionControl ModifyAddressAttribute
      ModifyApplicationStatusCheck ModifyAvailabilityZoneGroup ModifyCapacityReservation
      ModifyCapacityReservationFleet ModifyClientVpnEndpoint ModifyClientVpnEndpointAuthorizationPolicy
      ModifyDefaultCreditSpecification ModifyEbsDefaultKmsKeyId ModifyFleet ModifyHosts ModifyIdFormat
      ModifyIdentityIdFormat ModifyInstanceAttribute ModifyInstanceCapacityReservationAttributes
      ModifyInstanceConnectEndpoint ModifyInstanceCpuOptions ModifyInstanceCreditSpecification
      ModifyInstanceEventStartTime ModifyInstanceEventWindow ModifyInstanceMaintenanceOptions
      ModifyInstanceMetadataDefaults ModifyInstanceMetadataOptions ModifyInstanceNetworkPerformanceOptions
      ModifyInstancePlacement ModifyIpam ModifyIpamPolicyAllocationRules ModifyIpamPool
      ModifyIpamPoolAllocation ModifyIpamPrefixListResolver ModifyIpamPrefixListResolverTarget
      ModifyIpamResourceCidr ModifyIpamResourceDiscovery ModifyIpamRoutingPolicyRegistration
      ModifyIpamScope ModifyLaunchTemplate ModifyLocalGatewayRoute ModifyManagedPrefixList
      ModifyManagedResourceVisibility ModifyMetricCategory ModifyNetworkInterfaceAttribute
      ModifyNetworkingFlexCostAllocationPolicy ModifyPrivateDnsNameOptions ModifyPublicIpDnsNameOptions
      ModifyReservedInstances ModifyRouteServer ModifySecurityGroupRules ModifySnapshotTier
      ModifySpotFleetRequest ModifySubnetAttribute ModifyTrafficMirrorFilterNetworkServices
      ModifyTrafficMirrorFilterRule ModifyTrafficMirrorSession ModifyTransitGateway
      ModifyTransitGatewayAttachmentNatConfiguration ModifyTransitGatewayMeteringPolicy
      ModifyTransitGatewayNetworkFunctionAttachment ModifyTransitGatewayPeeringAttachment
      ModifyTransitGatewayPolicyTableEntry ModifyTransitGatewayPrefixListReference
      ModifyTransitGatewayVpcAttachment ModifyVerifiedAccessEndpoint ModifyVerifiedAccessEndpointPolicy
      ModifyVerifiedAccessGroup ModifyVerifiedAccessGroupPolicy ModifyVerifiedAccessInstance
      ModifyVerifiedAccessInstanceLoggingConfiguration ModifyVerifiedAccessTrustProvider ModifyVolume
      ModifyVolumeAttribute ModifyVpcAttribute ModifyVpcBlockPublicAccessExclusion
      ModifyVpcBlockPublicAccessOptions ModifyVpcEncryptionControl ModifyVpcEndpoint
      ModifyVpcEndpointConnectionNotification ModifyVpcEndpointPayerResponsibility
      ModifyVpcEndpointServiceConfiguration ModifyVpcEndpointServicePayerResponsibility
      ModifyVpcEndpointServicePermissions ModifyVpcPeeringConnectionOptions ModifyVpcTenancy
      ModifyVpnConnection ModifyVpnConnectionOptions ModifyVpnTunnelCertificate ModifyVpnTunnelOptions
      MonitorInstances MoveAddressToVpc MoveByoipCidrToIpam MoveCapacityReservationInstances
      ProvisionByoipCidr ProvisionIpamByoasn ProvisionIpamPoolCidr ProvisionPublicIpv4PoolCidr
      PurchaseCapacityBlock PurchaseCapacityBlockExtension PurchaseHostReservation
      PurchaseReservedInstancesOffering PurchaseScheduledInstances RebootInstances RegisterImage
      RegisterInstanceEventNotificationAttributes RegisterTransitGatewayMulticastGroupMembers
      RegisterTransitGatewayMulticastGroupSources RejectCapacityReservationBillingOwnership
      RejectTransitGatewayClientVpnAttachment RejectTransitGatewayMulticastDomainAssociations
      RejectTransitGatewayPeeringAttachment RejectTransitGatewayVpcAttachment RejectVpcEndpointConnections
      RejectVpcPeeringConnection ReleaseAddress ReleaseHosts ReleaseIpamPoolAllocation
      ReplaceIamInstanceProfileAssociation ReplaceImageCriteriaInAllowedImagesSettings
      ReplaceImageInstanceTypeSpecification ReplaceNetworkAclAssociation ReplaceNetworkAclEntry
      ReplaceRoute ReplaceRouteTableAssociation ReplaceTransitGatewayRoute ReplaceVpnTunnel
      ReportInstanceStatus RequestSpotFleet RequestSpotInstances ResetAddressAttribute
      ResetEbsDefaultKmsKeyId ResetFpgaImageAttribute ResetImageAttribute ResetInstanceAttribute
      ResetNetworkInterfaceAttribute ResetSnapshotAttribute RestoreAddressToClassic
      RestoreImageFromRecycleBin RestoreManagedPrefixListVersion RestoreSnapshotFromRecycleBin
      RestoreSnapshotTier RestoreVolumeFromRecycleBin RevokeClientVpnIngress RevokeSecurityGroupEgress
      RevokeSecurityGroupIngress RunInstances RunScheduledInstances SendDiagnosticInterrupt
      StartDeclarativePoliciesReport StartInstances StartVpcEndpointServicePrivateDnsVerification
      StopInstances TerminateClientVpnConnections TerminateInstances UnassignIpv6Addresses
      UnassignPrivateIpAddresses UnassignPrivateNatGatewayAddress UnlockSnapshot UnmonitorInstances
      UpdateCapacityManagerMonitoredTagKeys UpdateCapacityManagerOrganizationsAccess
      UpdateInterruptibleCapacityReservationAllocation UpdateSecurityGroupRuleDescriptionsEgress
      UpdateSecurityGroupRuleDescriptionsIngress WithdrawByoipCidr`,
    "mutates costs": `
      StartNetworkInsightsAccessScopeAnalysis StartNetworkInsightsAnalysis`,
    "mutates leaves": `
      GetFlowLogsIntegrationTemplate
      CreateInstanceExportTask CreateStoreImageTask ExportImage ExportTransitGatewayRoutes
      ModifyFpgaImageAttribute ModifyImageAttribute ModifySnapshotAttribute`,
    "mutates mints": `
      CreateKeyPair`,
  },
  {
    CreateKeyPair: "returns a private key",
    DescribeInstanceAttribute: "user data is read for secrets, which are blinded",
    DescribeIpamExternalResourceVerificationTokens:
      "tokens that prove ownership of an address range in public registries",
    DescribeLaunchTemplateVersions: "user data is read for secrets, which are blinded",
    DescribeVpnConnections: "pre-shared keys in it are blinded",
    ExportClientVpnClientCertificateRevocationList: "a public revocation list",
    ExportClientVpnClientConfiguration: "a ready client configuration",
    ExportTransitGatewayRoutes: "writes the routes into a bucket",
    ExportVerifiedAccessInstanceClientConfiguration: "a ready client configuration",
    GetConsoleOutput: "what the machine wrote on its console",
    GetConsoleScreenshot: "a picture of a screen",
    GetFlowLogsIntegrationTemplate: "writes a template into a bucket",
    GetHostReservationPurchasePreview: "a preview; nothing is bought",
    GetInstanceTpmEkPub: "a public key",
    GetInstanceUefiData: "the instance's UEFI variable store, keys included",
    GetPasswordData: "the administrator password, encrypted with the key pair",
    GetVpnConnectionDeviceSampleConfiguration: "holds pre-shared keys",
    ModifyImageAttribute: "can share an image with anyone",
    ModifySnapshotAttribute: "can share a snapshot with anyone",
    StartNetworkInsightsAccessScopeAnalysis: "starts an analysis that is charged for",
    StartNetworkInsightsAnalysis: "starts an analysis that is charged for",
  },
);
