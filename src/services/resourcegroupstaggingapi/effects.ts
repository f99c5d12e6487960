import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of resourcegroupstaggingapi. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects({
  pure: `
      DescribeReportCreation GetComplianceSummary GetResources GetTagKeys GetTagValues ListRequiredTags`,
  mutates: `
      StartReportCreation TagResources UntagResources`,
});
