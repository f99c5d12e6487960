import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of ce. Each read is charged for. */
export const effects = reviewedEffects({
  "pure costs": `
      DescribeCostCategoryDefinition GetAnomalies GetAnomalyMonitors GetAnomalySubscriptions
      GetApproximateUsageRecords GetCommitmentPurchaseAnalysis GetCostAndUsage GetCostAndUsageComparisons
      GetCostAndUsageWithResources GetCostCategories GetCostComparisonDrivers GetCostForecast
      GetDimensionValues GetReservationCoverage GetReservationPurchaseRecommendation
      GetReservationUtilization GetRightsizingRecommendation GetSavingsPlanPurchaseRecommendationDetails
      GetSavingsPlansCoverage GetSavingsPlansPurchaseRecommendation GetSavingsPlansUtilization
      GetSavingsPlansUtilizationDetails GetTags GetUsageForecast ListCommitmentPurchaseAnalyses
      ListCostAllocationTagBackfillHistory ListCostAllocationTags ListCostCategoryDefinitions
      ListCostCategoryResourceAssociations ListSavingsPlansPurchaseRecommendationGeneration
      ListTagsForResource`,
  mutates: `
      CreateAnomalyMonitor CreateAnomalySubscription CreateCostCategoryDefinition DeleteAnomalyMonitor
      DeleteAnomalySubscription DeleteCostCategoryDefinition ProvideAnomalyFeedback
      StartCommitmentPurchaseAnalysis StartCostAllocationTagBackfill
      StartSavingsPlansPurchaseRecommendationGeneration TagResource UntagResource UpdateAnomalyMonitor
      UpdateAnomalySubscription UpdateCostAllocationTagsStatus UpdateCostCategoryDefinition`,
});
