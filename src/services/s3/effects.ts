import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of s3. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      GetBucketAbac GetBucketAccelerateConfiguration GetBucketAcl GetBucketAnalyticsConfiguration
      GetBucketCors GetBucketEncryption GetBucketIntelligentTieringConfiguration
      GetBucketInventoryConfiguration GetBucketLifecycle GetBucketLifecycleConfiguration GetBucketLocation
      GetBucketLogging GetBucketMetadataConfiguration GetBucketMetadataTableConfiguration
      GetBucketMetricsConfiguration GetBucketNotification GetBucketNotificationConfiguration
      GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketReplication
      GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetObjectAcl
      GetObjectAttributes GetObjectLegalHold GetObjectLockConfiguration GetObjectRetention
      GetObjectTagging GetPublicAccessBlock HeadBucket HeadObject ListBucketAnalyticsConfigurations
      ListBucketIntelligentTieringConfigurations ListBucketInventoryConfigurations
      ListBucketMetricsConfigurations ListBuckets ListDirectoryBuckets ListMultipartUploads
      ListObjectAnnotations ListObjectVersions ListObjects ListObjectsV2 ListParts`,
    data: `
      GetObject GetObjectAnnotation GetObjectTorrent`,
    "data costs": `
      SelectObjectContent`,
    mints: `
      CreateSession`,
    mutates: `
      AbortMultipartUpload CompleteMultipartUpload CreateBucket CreateBucketMetadataConfiguration
      CreateBucketMetadataTableConfiguration CreateMultipartUpload DeleteBucket
      DeleteBucketAnalyticsConfiguration DeleteBucketCors DeleteBucketEncryption
      DeleteBucketIntelligentTieringConfiguration DeleteBucketInventoryConfiguration DeleteBucketLifecycle
      DeleteBucketMetadataConfiguration DeleteBucketMetadataTableConfiguration
      DeleteBucketMetricsConfiguration DeleteBucketOwnershipControls DeleteBucketPolicy
      DeleteBucketReplication DeleteBucketTagging DeleteBucketWebsite DeleteObject DeleteObjectAnnotation
      DeleteObjectTagging DeleteObjects DeletePublicAccessBlock PutBucketAbac
      PutBucketAccelerateConfiguration PutBucketAnalyticsConfiguration PutBucketCors PutBucketEncryption
      PutBucketIntelligentTieringConfiguration PutBucketInventoryConfiguration PutBucketLifecycle
      PutBucketLifecycleConfiguration PutBucketLogging PutBucketMetricsConfiguration PutBucketNotification
      PutBucketNotificationConfiguration PutBucketOwnershipControls PutBucketRequestPayment
      PutBucketTagging PutBucketVersioning PutBucketWebsite PutObjectAnnotation PutObjectLegalHold
      PutObjectLockConfiguration PutObjectRetention PutObjectTagging PutPublicAccessBlock RenameObject
      RestoreObject UpdateBucketMetadataAnnotationTableConfiguration
      UpdateBucketMetadataInventoryTableConfiguration UpdateBucketMetadataJournalTableConfiguration
      UpdateObjectEncryption`,
    "mutates leaves": `
      CopyObject PutBucketAcl PutBucketPolicy PutBucketReplication PutObject PutObjectAcl UploadPart
      UploadPartCopy WriteGetObjectResponse`,
  },
  {
    CreateSession: "session credentials for a directory bucket",
    HeadObject: "metadata of an object",
    ListObjectVersions: "names of objects, not their contents",
    ListObjects: "names of objects, not their contents",
    ListObjectsV2: "names of objects, not their contents",
    PutBucketAcl: "can open a bucket to anyone",
    PutBucketPolicy: "can open a bucket to anyone",
    PutObjectAcl: "can open an object to anyone",
  },
);
