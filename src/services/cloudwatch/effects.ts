import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of cloudwatch. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeAlarms DescribeAlarmsForMetric DescribeAnomalyDetectors DescribeInsightRules
      GetAlarmMuteRule GetDashboard GetDataset GetMetricDataQueryDefinition GetMetricStream
      GetOTelEnrichment GetResourceMetricsConfiguration ListAlarmMuteRules ListDashboards
      ListManagedInsightRules ListMetricDataQueryDefinitions ListMetricStreams ListMetrics
      ListTagsForResource`,
    logs: `
      DescribeAlarmContributors DescribeAlarmHistory GetMetricStatistics`,
    "logs costs": `
      GetInsightRuleReport GetMetricData GetMetricWidgetImage`,
    mutates: `
      AssociateDatasetKmsKey CreateResourceMetricsConfiguration DeleteAlarmMuteRule DeleteAlarms
      DeleteAnomalyDetector DeleteDashboards DeleteInsightRules DeleteMetricDataQueryDefinition
      DeleteMetricStream DeleteResourceMetricsConfiguration DisableAlarmActions DisableInsightRules
      DisassociateDatasetKmsKey EnableAlarmActions EnableInsightRules PutAlarmMuteRule PutAnomalyDetector
      PutCompositeAlarm PutDashboard PutInsightRule PutLogAlarm PutManagedInsightRules PutMetricAlarm
      PutMetricData PutMetricDataQueryDefinition PutMetricStream SetAlarmState StartMetricStreams
      StartOTelEnrichment StopMetricStreams StopOTelEnrichment TagResource UntagResource
      UpdateOTelEnrichment UpdateResourceMetricsConfiguration`,
  },
  {
    DescribeAlarmHistory: "when alarms changed their state",
    GetMetricData: "charged for each metric that is asked for",
  },
);
