import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of dynamodb. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeBackup DescribeBulkOperation DescribeContinuousBackups DescribeContributorInsights
      DescribeEndpoints DescribeExport DescribeGlobalTable DescribeGlobalTableSettings DescribeImport
      DescribeKinesisStreamingDestination DescribeLimits DescribeTable DescribeTableReplicaAutoScaling
      DescribeTimeToLive GetResourcePolicy ListBackups ListBulkOperations ListContributorInsights
      ListExports ListGlobalTables ListImports ListTables ListTagsOfResource`,
    data: `
      BatchGetItem GetItem Query Scan SearchVectors TransactGetItems`,
    "data mutates": `
      BatchExecuteStatement ExecuteStatement ExecuteTransaction`,
    mutates: `
      BatchWriteItem CancelBulkOperation CreateBackup CreateGlobalTable CreateTable DeleteBackup
      DeleteItem DeleteResourcePolicy DeleteTable DisableKinesisStreamingDestination
      EnableKinesisStreamingDestination ImportTable PutItem PutResourcePolicy RestoreTableFromBackup
      RestoreTableToPointInTime StartBulkPutItems TagResource TransactWriteItems UntagResource
      UpdateContinuousBackups UpdateContributorInsights UpdateGlobalTable UpdateGlobalTableSettings
      UpdateItem UpdateKinesisStreamingDestination UpdateTable UpdateTableReplicaAutoScaling
      UpdateTimeToLive`,
    "mutates leaves": `
      ExportTableToPointInTime`,
  },
  {
    BatchExecuteStatement: "PartiQL may read and write",
    ExecuteStatement: "PartiQL may read and write",
    ExecuteTransaction: "PartiQL may read and write",
    ExportTableToPointInTime: "copies the table into a bucket",
  },
);
