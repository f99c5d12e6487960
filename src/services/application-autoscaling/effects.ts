import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of application-autoscaling. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects({
  pure: `
      DescribeScalableTargets DescribeScalingActivities DescribeScalingPolicies DescribeScheduledActions
      GetPredictiveScalingForecast ListTagsForResource`,
  mutates: `
      DeleteScalingPolicy DeleteScheduledAction DeregisterScalableTarget PutScalingPolicy
      PutScheduledAction RegisterScalableTarget TagResource UntagResource`,
});
