import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of logs. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeAccountPolicies DescribeConfigurationTemplates DescribeDeliveries
      DescribeDeliveryDestinations DescribeDeliverySources DescribeDestinations DescribeExportTasks
      DescribeFieldIndexes DescribeImportTaskBatches DescribeImportTasks DescribeIndexPolicies
      DescribeLogGroups DescribeLogStreams DescribeLookupTables DescribeMetricFilters DescribeQueries
      DescribeQueryDefinitions DescribeResourcePolicies DescribeSubscriptionFilters
      GetDataProtectionPolicy GetDelivery GetDeliveryDestination GetDeliveryDestinationPolicy
      GetDeliverySource GetIntegration GetLogAnomalyDetector GetLogFields GetScheduledQuery
      GetStorageTierPolicy GetTransformer ListAggregateLogGroupSummaries ListIntegrations
      ListLogAnomalyDetectors ListLogGroups ListLogGroupsForQuery ListScheduledQueries
      ListSourcesForS3TableIntegration ListSyslogConfigurations ListTagsForResource ListTagsLogGroup
      TestMetricFilter TestTransformer`,
    logs: `
      FilterLogEvents GetLogEvents GetLogGroupFields GetLogObject GetLogRecord GetQueryResults
      GetScheduledQueryHistory ListAnomalies`,
    "logs costs": `
      StartLiveTail StartQuery`,
    data: `
      GetLookupTable`,
    mutates: `
      AssociateKmsKey AssociateSourceToS3TableIntegration CancelExportTask CancelImportTask CreateDelivery
      CreateImportTask CreateLogAnomalyDetector CreateLogGroup CreateLogStream CreateLookupTable
      CreateScheduledQuery DeleteAccountPolicy DeleteDataProtectionPolicy DeleteDelivery
      DeleteDeliveryDestination DeleteDeliveryDestinationPolicy DeleteDeliverySource DeleteDestination
      DeleteIndexPolicy DeleteIntegration DeleteLogAnomalyDetector DeleteLogGroup DeleteLogStream
      DeleteLookupTable DeleteMetricFilter DeleteQueryDefinition DeleteResourcePolicy
      DeleteRetentionPolicy DeleteScheduledQuery DeleteSubscriptionFilter DeleteSyslogConfiguration
      DeleteTransformer DisassociateKmsKey DisassociateSourceFromS3TableIntegration PutAccountPolicy
      PutBearerTokenAuthentication PutDataProtectionPolicy PutDeliveryDestination
      PutDeliveryDestinationPolicy PutDeliverySource PutDestination PutDestinationPolicy PutIndexPolicy
      PutIntegration PutLogEvents PutLogGroupDeletionProtection PutMetricFilter PutQueryDefinition
      PutResourcePolicy PutRetentionPolicy PutStorageTierPolicy PutSyslogConfiguration PutTransformer
      StopQuery TagLogGroup TagResource UntagLogGroup UntagResource UpdateAnomaly
      UpdateDeliveryConfiguration UpdateLogAnomalyDetector UpdateLookupTable UpdateScheduledQuery`,
    "mutates leaves": `
      CreateExportTask PutSubscriptionFilter`,
  },
  {
    GetLogGroupFields: "names of fields in the lines",
    GetLogObject: "answers as an event stream, which is refused before it is sent",
    GetLookupTable: "rows of a table that a user loaded",
    StartLiveTail: "charged by the minute; answers as an event stream, which is refused before it is sent",
    StartQuery: "charged for each gigabyte that is searched",
    StopQuery: "ends a query",
    TestMetricFilter: "compares a pattern with lines that the caller gives",
    TestTransformer: "transforms lines that the caller gives",
  },
);
