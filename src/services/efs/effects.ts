import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of efs. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects({
  pure: `
      DescribeAccessPoints DescribeAccountPreferences DescribeBackupPolicy DescribeFileSystemPolicy
      DescribeFileSystems DescribeLifecycleConfiguration DescribeMountTargetSecurityGroups
      DescribeMountTargets DescribeReplicationConfigurations DescribeTags ListTagsForResource`,
  mutates: `
      CreateAccessPoint CreateFileSystem CreateMountTarget CreateReplicationConfiguration CreateTags
      DeleteAccessPoint DeleteFileSystem DeleteFileSystemPolicy DeleteMountTarget
      DeleteReplicationConfiguration DeleteTags ModifyMountTargetSecurityGroups PutAccountPreferences
      PutBackupPolicy PutFileSystemPolicy PutLifecycleConfiguration TagResource UntagResource
      UpdateFileSystem UpdateFileSystemProtection`,
});
