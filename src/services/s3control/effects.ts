import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of s3control. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeJob DescribeMultiRegionAccessPointOperation GetAccessGrant GetAccessGrantsInstance
      GetAccessGrantsInstanceForPrefix GetAccessGrantsInstanceResourcePolicy GetAccessGrantsLocation
      GetAccessPoint GetAccessPointConfigurationForObjectLambda GetAccessPointForObjectLambda
      GetAccessPointPolicy GetAccessPointPolicyForObjectLambda GetAccessPointPolicyStatus
      GetAccessPointPolicyStatusForObjectLambda GetAccessPointScope GetBucket
      GetBucketLifecycleConfiguration GetBucketPolicy GetBucketReplication GetBucketTagging
      GetBucketVersioning GetJobTagging GetMultiRegionAccessPoint GetMultiRegionAccessPointPolicy
      GetMultiRegionAccessPointPolicyStatus GetMultiRegionAccessPointRoutes GetPublicAccessBlock
      GetStorageLensConfiguration GetStorageLensConfigurationTagging GetStorageLensGroup ListAccessGrants
      ListAccessGrantsInstances ListAccessGrantsLocations ListAccessPoints
      ListAccessPointsForDirectoryBuckets ListAccessPointsForObjectLambda ListCallerAccessGrants ListJobs
      ListMultiRegionAccessPoints ListRegionalBuckets ListStorageLensConfigurations ListStorageLensGroups
      ListTagsForResource`,
    mints: `
      GetDataAccess`,
    mutates: `
      AssociateAccessGrantsIdentityCenter CreateAccessGrant CreateAccessGrantsInstance
      CreateAccessGrantsLocation CreateAccessPoint CreateAccessPointForObjectLambda CreateBucket CreateJob
      CreateMultiRegionAccessPoint CreateStorageLensGroup DeleteAccessGrant DeleteAccessGrantsInstance
      DeleteAccessGrantsInstanceResourcePolicy DeleteAccessGrantsLocation DeleteAccessPoint
      DeleteAccessPointForObjectLambda DeleteAccessPointPolicy DeleteAccessPointPolicyForObjectLambda
      DeleteAccessPointScope DeleteBucket DeleteBucketLifecycleConfiguration DeleteBucketPolicy
      DeleteBucketReplication DeleteBucketTagging DeleteJobTagging DeleteMultiRegionAccessPoint
      DeletePublicAccessBlock DeleteStorageLensConfiguration DeleteStorageLensConfigurationTagging
      DeleteStorageLensGroup DissociateAccessGrantsIdentityCenter PutAccessGrantsInstanceResourcePolicy
      PutAccessPointConfigurationForObjectLambda PutAccessPointPolicy PutAccessPointPolicyForObjectLambda
      PutAccessPointScope PutBucketLifecycleConfiguration PutBucketPolicy PutBucketReplication
      PutBucketTagging PutBucketVersioning PutJobTagging PutMultiRegionAccessPointPolicy
      PutPublicAccessBlock PutStorageLensConfiguration PutStorageLensConfigurationTagging
      SubmitMultiRegionAccessPointRoutes TagResource UntagResource UpdateAccessGrantsLocation
      UpdateJobPriority UpdateJobStatus UpdateStorageLensGroup`,
  },
  {
    GetDataAccess: "temporary credentials",
  },
);
