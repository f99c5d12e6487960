import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of events. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeApiDestination DescribeArchive DescribeConnection DescribeEndpoint DescribeEventBus
      DescribeEventSource DescribePartnerEventSource DescribeReplay DescribeRule ListApiDestinations
      ListArchives ListConnections ListEndpoints ListEventBuses ListEventSources
      ListPartnerEventSourceAccounts ListPartnerEventSources ListReplays ListRuleNamesByTarget ListRules
      ListTagsForResource ListTargetsByRule TestEventPattern`,
    mutates: `
      ActivateEventSource CancelReplay CreateApiDestination CreateArchive CreateConnection CreateEndpoint
      CreateEventBus CreatePartnerEventSource DeactivateEventSource DeauthorizeConnection
      DeleteApiDestination DeleteArchive DeleteConnection DeleteEndpoint DeleteEventBus
      DeletePartnerEventSource DeleteRule DisableRule EnableRule PutPermission PutRule RemovePermission
      RemoveTargets StartReplay TagResource UntagResource UpdateApiDestination UpdateArchive
      UpdateConnection UpdateEndpoint UpdateEventBus`,
    "mutates leaves": `
      PutEvents PutPartnerEvents PutTargets`,
  },
  {
    TestEventPattern: "compares a pattern with an event that the caller gives",
  },
);
