import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of glacier. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeJob DescribeVault GetDataRetrievalPolicy GetVaultAccessPolicy GetVaultLock
      GetVaultNotifications ListJobs ListMultipartUploads ListParts ListProvisionedCapacity
      ListTagsForVault ListVaults`,
    data: `
      GetJobOutput`,
    mutates: `
      AbortMultipartUpload AbortVaultLock AddTagsToVault CompleteMultipartUpload CompleteVaultLock
      CreateVault DeleteArchive DeleteVault DeleteVaultAccessPolicy DeleteVaultNotifications InitiateJob
      InitiateMultipartUpload InitiateVaultLock PurchaseProvisionedCapacity RemoveTagsFromVault
      SetDataRetrievalPolicy SetVaultAccessPolicy SetVaultNotifications UploadArchive
      UploadMultipartPart`,
  },
  { GetJobOutput: "returns an archive or an inventory", InitiateJob: "starts a retrieval that is paid for" },
);
