import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of cloudtrail. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeQuery DescribeTrails GetChannel GetDashboard GetEventConfiguration GetEventDataStore
      GetEventSelectors GetImport GetInsightSelectors GetResourcePolicy GetTrail GetTrailStatus
      ListChannels ListDashboards ListEventDataStores ListImportFailures ListImports ListPublicKeys
      ListQueries ListTags ListTrails SearchSampleQueries`,
    logs: `
      GetQueryResults ListInsightsData ListInsightsMetricData LookupEvents`,
    "logs costs": `
      StartQuery`,
    "logs costs leaves": `
      GenerateQuery`,
    mutates: `
      AddTags CancelQuery CreateChannel CreateDashboard CreateEventDataStore CreateTrail DeleteChannel
      DeleteDashboard DeleteEventDataStore DeleteResourcePolicy DeleteTrail
      DeregisterOrganizationDelegatedAdmin DisableFederation EnableFederation PutEventConfiguration
      PutEventSelectors PutInsightSelectors PutResourcePolicy RegisterOrganizationDelegatedAdmin
      RemoveTags RestoreEventDataStore StartDashboardRefresh StartEventDataStoreIngestion StartImport
      StartLogging StopEventDataStoreIngestion StopImport StopLogging UpdateChannel UpdateDashboard
      UpdateEventDataStore UpdateTrail`,
  },
  {
    GenerateQuery: "sends the text to a model",
    LookupEvents: "who called what",
    StartQuery: "charged for each gigabyte that is searched",
  },
);
