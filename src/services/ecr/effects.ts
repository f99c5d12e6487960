import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of ecr. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      BatchCheckLayerAvailability BatchGetRepositoryScanningConfiguration DescribeImageReplicationStatus
      DescribeImageScanFindings DescribeImageSigningStatus DescribeImages DescribePullThroughCacheRules
      DescribeRegistry DescribeReplicationBackfillResults DescribeRepositories
      DescribeRepositoryCreationTemplates GetAccountSetting GetLifecyclePolicy GetLifecyclePolicyPreview
      GetRegistryPolicy GetRegistryScanningConfiguration GetRepositoryPolicy GetSigningConfiguration
      ListImageReferrers ListImages ListPullTimeUpdateExclusions ListReplicationBackfills
      ListTagsForResource`,
    data: `
      BatchGetImage`,
    leaves: `
      ValidatePullThroughCacheRule`,
    secret: `
      GetDownloadUrlForLayer`,
    mints: `
      GetAuthorizationToken`,
    mutates: `
      BatchDeleteImage CompleteLayerUpload CreatePullThroughCacheRule CreateRepository
      CreateRepositoryCreationTemplate DeleteLifecyclePolicy DeletePullThroughCacheRule
      DeleteRegistryPolicy DeleteRepository DeleteRepositoryCreationTemplate DeleteRepositoryPolicy
      DeleteSigningConfiguration DeregisterPullTimeUpdateExclusion InitiateLayerUpload PutAccountSetting
      PutImage PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy PutRegistryPolicy
      PutRegistryScanningConfiguration PutReplicationConfiguration PutSigningConfiguration
      RegisterPullTimeUpdateExclusion SetRepositoryPolicy StartLifecyclePolicyPreview
      StartReplicationBackfill StopReplicationBackfill TagResource UntagResource UpdateImageStorageClass
      UpdatePullThroughCacheRule UpdateRepositoryCreationTemplate UploadLayerPart`,
    "mutates costs": `
      StartImageScan`,
  },
  {
    BatchGetImage: "manifests of images",
    GetAuthorizationToken: "a password for the registry",
    GetDownloadUrlForLayer: "a pre-signed link",
    ValidatePullThroughCacheRule: "signs in to another registry with the stored credential",
  },
);
