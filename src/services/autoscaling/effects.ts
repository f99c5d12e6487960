import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of autoscaling. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects({
  pure: `
      DescribeAccountLimits DescribeAccountSettings DescribeAdjustmentTypes DescribeAutoScalingGroups
      DescribeAutoScalingInstances DescribeAutoScalingNotificationTypes DescribeInstanceRefreshes
      DescribeLaunchConfigurations DescribeLifecycleHookTypes DescribeLifecycleHooks
      DescribeLoadBalancerTargetGroups DescribeLoadBalancers DescribeMetricCollectionTypes
      DescribeNotificationConfigurations DescribePolicies DescribeScalingActivities
      DescribeScalingProcessTypes DescribeScheduledActions DescribeTags DescribeTerminationPolicyTypes
      DescribeTrafficSources DescribeWarmPool GetPredictiveScalingForecast`,
  mutates: `
      AttachInstances AttachLoadBalancerTargetGroups AttachLoadBalancers AttachTrafficSources
      BatchDeleteScheduledAction BatchPutScheduledUpdateGroupAction CancelInstanceRefresh
      CompleteLifecycleAction CreateAutoScalingGroup CreateLaunchConfiguration CreateOrUpdateTags
      DeleteAutoScalingGroup DeleteLaunchConfiguration DeleteLifecycleHook DeleteNotificationConfiguration
      DeletePolicy DeleteScheduledAction DeleteTags DeleteWarmPool DetachInstances
      DetachLoadBalancerTargetGroups DetachLoadBalancers DetachTrafficSources DisableMetricsCollection
      EnableMetricsCollection EnterStandby ExecutePolicy ExitStandby LaunchInstances PutAccountSetting
      PutLifecycleHook PutNotificationConfiguration PutScalingPolicy PutScheduledUpdateGroupAction
      PutWarmPool RecordLifecycleActionHeartbeat ResumeProcesses RollbackInstanceRefresh
      SetDesiredCapacity SetInstanceHealth SetInstanceProtection StartInstanceRefresh SuspendProcesses
      TerminateInstanceInAutoScalingGroup UpdateAutoScalingGroup`,
});
