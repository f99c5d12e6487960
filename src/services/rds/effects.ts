import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of rds. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeAccountAttributes DescribeBlueGreenDeployments DescribeCertificates
      DescribeDBCapacityReservations DescribeDBClusterAutomatedBackups DescribeDBClusterBacktracks
      DescribeDBClusterEndpoints DescribeDBClusterParameterGroups DescribeDBClusterParameters
      DescribeDBClusterSnapshotAttributes DescribeDBClusterSnapshots DescribeDBClusters
      DescribeDBEngineVersions DescribeDBInstanceAutomatedBackups DescribeDBInstances DescribeDBLogFiles
      DescribeDBMajorEngineVersions DescribeDBParameterGroups DescribeDBParameters DescribeDBProxies
      DescribeDBProxyEndpoints DescribeDBProxyTargetGroups DescribeDBProxyTargets
      DescribeDBRecommendations DescribeDBSecurityGroups DescribeDBShardGroups
      DescribeDBSnapshotAttributes DescribeDBSnapshotTenantDatabases DescribeDBSnapshots
      DescribeDBSubnetGroups DescribeEngineDefaultClusterParameters DescribeEngineDefaultParameters
      DescribeEventCategories DescribeEventSubscriptions DescribeEvents DescribeExportTasks
      DescribeGlobalClusters DescribeIntegrations DescribeOptionGroupOptions DescribeOptionGroups
      DescribeOrderableDBInstanceOptions DescribePendingMaintenanceActions DescribeReservedDBInstances
      DescribeReservedDBInstancesOfferings DescribeServerlessV2PlatformVersions DescribeSourceRegions
      DescribeTenantDatabases DescribeValidDBInstanceModifications ListTagsForResource`,
    logs: `
      DownloadDBLogFilePortion`,
    mutates: `
      AddRoleToDBCluster AddRoleToDBInstance AddSourceIdentifierToSubscription AddTagsToResource
      ApplyPendingMaintenanceAction AuthorizeDBSecurityGroupIngress BacktrackDBCluster
      CancelDBCapacityReservation CancelExportTask CopyDBClusterParameterGroup CopyDBClusterSnapshot
      CopyDBParameterGroup CopyDBSnapshot CopyOptionGroup CreateBlueGreenDeployment
      CreateCustomDBEngineVersion CreateDBCapacityReservation CreateDBCluster CreateDBClusterEndpoint
      CreateDBClusterParameterGroup CreateDBClusterSnapshot CreateDBInstance CreateDBInstanceReadReplica
      CreateDBParameterGroup CreateDBProxy CreateDBProxyEndpoint CreateDBSecurityGroup CreateDBShardGroup
      CreateDBSnapshot CreateDBSubnetGroup CreateEventSubscription CreateGlobalCluster CreateIntegration
      CreateOptionGroup CreateTenantDatabase DeleteBlueGreenDeployment DeleteCustomDBEngineVersion
      DeleteDBCluster DeleteDBClusterAutomatedBackup DeleteDBClusterEndpoint DeleteDBClusterParameterGroup
      DeleteDBClusterSnapshot DeleteDBInstance DeleteDBInstanceAutomatedBackup DeleteDBParameterGroup
      DeleteDBProxy DeleteDBProxyEndpoint DeleteDBSecurityGroup DeleteDBShardGroup DeleteDBSnapshot
      DeleteDBSubnetGroup DeleteEventSubscription DeleteGlobalCluster DeleteIntegration DeleteOptionGroup
      DeleteTenantDatabase DeregisterDBProxyTargets DisableHttpEndpoint EnableHttpEndpoint
      FailoverDBCluster FailoverGlobalCluster ModifyActivityStream ModifyCertificates
      ModifyCurrentDBClusterCapacity ModifyCustomDBEngineVersion ModifyDBCapacityReservation
      ModifyDBCluster ModifyDBClusterEndpoint ModifyDBClusterParameterGroup ModifyDBInstance
      ModifyDBParameterGroup ModifyDBProxy ModifyDBProxyEndpoint ModifyDBProxyTargetGroup
      ModifyDBRecommendation ModifyDBShardGroup ModifyDBSnapshot ModifyDBSubnetGroup
      ModifyEventSubscription ModifyGlobalCluster ModifyIntegration ModifyOptionGroup ModifyTenantDatabase
      PromoteReadReplica PromoteReadReplicaDBCluster PurchaseReservedDBInstancesOffering RebootDBCluster
      RebootDBInstance RebootDBShardGroup RegisterDBProxyTargets RemoveFromGlobalCluster
      RemoveRoleFromDBCluster RemoveRoleFromDBInstance RemoveSourceIdentifierFromSubscription
      RemoveTagsFromResource ResetDBClusterParameterGroup ResetDBParameterGroup RestoreDBClusterFromS3
      RestoreDBClusterFromSnapshot RestoreDBClusterToPointInTime RestoreDBInstanceFromDBSnapshot
      RestoreDBInstanceFromS3 RestoreDBInstanceToPointInTime RevokeDBSecurityGroupIngress
      StartActivityStream StartDBCluster StartDBInstance StartDBInstanceAutomatedBackupsReplication
      StopActivityStream StopDBCluster StopDBInstance StopDBInstanceAutomatedBackupsReplication
      SwitchoverBlueGreenDeployment SwitchoverGlobalCluster SwitchoverReadReplica`,
    "mutates leaves": `
      ModifyDBClusterSnapshotAttribute ModifyDBSnapshotAttribute StartExportTask`,
  },
  {
    DownloadDBLogFilePortion: "lines of a database log",
    ModifyDBClusterSnapshotAttribute: "can share a snapshot",
    ModifyDBSnapshotAttribute: "can share a snapshot",
  },
);
