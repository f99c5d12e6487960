import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of elasticache. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeCacheClusters DescribeCacheEngineVersions DescribeCacheParameterGroups
      DescribeCacheParameters DescribeCacheSecurityGroups DescribeCacheSubnetGroups
      DescribeEngineDefaultParameters DescribeEvents DescribeGlobalReplicationGroups
      DescribeReplicationGroups DescribeReservedCacheNodes DescribeReservedCacheNodesOfferings
      DescribeServerlessCacheSnapshots DescribeServerlessCaches DescribeServiceUpdates DescribeSnapshots
      DescribeUpdateActions DescribeUserGroups DescribeUsers ListAllowedNodeTypeModifications
      ListTagsForResource`,
    mutates: `
      AddTagsToResource AuthorizeCacheSecurityGroupIngress BatchApplyUpdateAction BatchStopUpdateAction
      CompleteMigration CopyServerlessCacheSnapshot CreateCacheCluster CreateCacheParameterGroup
      CreateCacheSecurityGroup CreateCacheSubnetGroup CreateGlobalReplicationGroup CreateReplicationGroup
      CreateServerlessCache CreateServerlessCacheSnapshot CreateSnapshot CreateUser CreateUserGroup
      DecreaseNodeGroupsInGlobalReplicationGroup DecreaseReplicaCount DeleteCacheCluster
      DeleteCacheParameterGroup DeleteCacheSecurityGroup DeleteCacheSubnetGroup
      DeleteGlobalReplicationGroup DeleteReplicationGroup DeleteServerlessCache
      DeleteServerlessCacheSnapshot DeleteSnapshot DeleteUser DeleteUserGroup
      DisassociateGlobalReplicationGroup FailoverGlobalReplicationGroup
      IncreaseNodeGroupsInGlobalReplicationGroup IncreaseReplicaCount ModifyCacheCluster
      ModifyCacheParameterGroup ModifyCacheSubnetGroup ModifyGlobalReplicationGroup ModifyReplicationGroup
      ModifyReplicationGroupShardConfiguration ModifyServerlessCache ModifyUser ModifyUserGroup
      PrepareMigration PurchaseReservedCacheNodesOffering RebalanceSlotsInGlobalReplicationGroup
      RebootCacheCluster RemoveTagsFromResource ResetCacheParameterGroup RevokeCacheSecurityGroupIngress
      StartMigration StopMigration TestFailover TestMigration`,
    "mutates leaves": `
      CopySnapshot ExportServerlessCacheSnapshot`,
  },
  {
    CopySnapshot: "can copy into a bucket",
    TestFailover: "fails over for real",
  },
);
