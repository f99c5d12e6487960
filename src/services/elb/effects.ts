import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of elb. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects({
  pure: `
      DescribeAccountLimits DescribeInstanceHealth DescribeLoadBalancerAttributes
      DescribeLoadBalancerPolicies DescribeLoadBalancerPolicyTypes DescribeLoadBalancers DescribeTags`,
  mutates: `
      AddTags ApplySecurityGroupsToLoadBalancer AttachLoadBalancerToSubnets ConfigureHealthCheck
      CreateAppCookieStickinessPolicy CreateLBCookieStickinessPolicy CreateLoadBalancer
      CreateLoadBalancerListeners CreateLoadBalancerPolicy DeleteLoadBalancer DeleteLoadBalancerListeners
      DeleteLoadBalancerPolicy DeregisterInstancesFromLoadBalancer DetachLoadBalancerFromSubnets
      DisableAvailabilityZonesForLoadBalancer EnableAvailabilityZonesForLoadBalancer
      ModifyLoadBalancerAttributes RegisterInstancesWithLoadBalancer RemoveTags
      SetLoadBalancerListenerSSLCertificate SetLoadBalancerPoliciesForBackendServer
      SetLoadBalancerPoliciesOfListener`,
});
