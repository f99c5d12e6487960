import type { ActionsOf } from "./actions.ts";
import type { IamCatalog } from "./iam-catalog.ts";
import type { ServiceModels } from "../service-models.ts";

export interface UnlistedAction {
  readonly service: string;
  readonly operation: string;
  readonly action: string;
  /** Absent: nobody has looked at it. */
  readonly why?: string;
}

/** The operations of a service whose action AWS's reference does not list, with why that is. */
export function unlistedActions(
  service: string,
  { models, catalog, actions }: { models: ServiceModels; catalog: IamCatalog; actions: ActionsOf },
): readonly UnlistedAction[] {
  const operations = Object.entries(models.model(service)?.operations ?? {});
  return operations.flatMap(([operation, { authtype, auth }]) =>
    actions(service, operation)
      .filter((action) => !isListed(action, catalog))
      .map((action): UnlistedAction => {
        const unsigned = authtype === "none" || auth?.includes("smithy.api#noAuth") === true;
        const why = unsigned ? tokenOnly : newer.get(service)?.has(operation) === true ? notYet : undefined;
        return { service, operation, action, ...(why !== undefined && { why }) };
      }),
  );
}

function isListed(action: string, catalog: IamCatalog): boolean {
  const [prefix = "", name = ""] = action.split(":");
  return catalog.action(prefix, name) !== undefined;
}

const tokenOnly = "it is called with a token of the user's own: IAM is not asked";
const notYet =
  "newer than the reference; actions are called like their operations where AWS says nothing else";

/** Looked at one by one: in botocore 1.44.5, not in iam-data 0.21.202609231, and no other action of the service is about them. */
const table = {
  cloudformation: `
    RemoveAlias SetAlias`,
  cloudfront: `
    ListDistributionsByOwnedResource`,
  cloudtrail: `
    ListInsightsMetricData`,
  cloudwatch: `
    AssociateDatasetKmsKey CreateResourceMetricsConfiguration DeleteMetricDataQueryDefinition
    DeleteResourceMetricsConfiguration DescribeAlarmContributors DisassociateDatasetKmsKey
    GetMetricDataQueryDefinition GetResourceMetricsConfiguration ListMetricDataQueryDefinitions
    PutMetricDataQueryDefinition UpdateOTelEnrichment UpdateResourceMetricsConfiguration`,
  "cognito-idp": `
    AdminListUserSessions AdminRevokeUserSession DescribeTermsByClient GetClientToken GetDerivedToken
    GetUserPoolClientSessionConfiguration GetUserPoolSessionConfiguration
    SetUserPoolClientSessionConfiguration SetUserPoolSessionConfiguration`,
  dynamodb: `
    CancelBulkOperation DescribeBulkOperation ListBulkOperations StartBulkPutItems`,
  ec2: `
    AssociateKmsKeyId AssociateNetworkingFlexCostAllocationPolicy
    CreateCapacityReservationDateChangeQuote CreateMetricCategory
    CreateNetworkingFlexCostAllocationPolicy CreateTransitGatewayNetworkFunctionAttachment
    DeleteClientVpnEndpointAuthorizationPolicy DeleteMetricCategory
    DeleteNetworkingFlexCostAllocationPolicies DeleteTransitGatewayNetworkFunctionAttachment
    DescribeCapacityReservationDateChangeQuotes DescribeMetricCategories
    DescribeNetworkingFlexCostAllocationPolicies DescribeNetworkingFlexCostAllocationPolicyAssociations
    DescribeTransitGatewayNetworkFunctionAttachments DisassociateKmsKeyId
    DisassociateNetworkingFlexCostAllocationPolicy GetCapacityManagerSupportabilityScores
    GetClientVpnEndpointAuthorizationPolicy GetImageFindings
    GetNetworkingFlexCostAllocationPolicyVersions GetTransitGatewayAttachmentNatConfiguration
    ModifyClientVpnEndpointAuthorizationPolicy ModifyMetricCategory
    ModifyNetworkingFlexCostAllocationPolicy ModifyTransitGatewayAttachmentNatConfiguration
    ModifyTransitGatewayNetworkFunctionAttachment ModifyTransitGatewayPeeringAttachment
    ReplaceImageInstanceTypeSpecification ValidateSecurityGroupQuotasForInterface`,
  ecr: `
    DescribeReplicationBackfillResults ListImageReferrers ListReplicationBackfills
    StartReplicationBackfill StopReplicationBackfill`,
  ecs: `
    AssociateGatewayWithCluster CreateGateway DeleteGateway DescribeGateway DescribeGatewayResources
    DescribeGatewayRoute DisassociateGatewayFromCluster ListGatewayClusterAssociations ListGatewayRoutes
    ListGateways UpdateGateway`,
  elasticache: `
    PrepareMigration StopMigration`,
  guardduty: `
    ListInvestigationRecords`,
  iam: `
    AcquireRole UpdateDelegationRequest`,
  kinesis: `
    AcknowledgeDeadLetterQueueRecords AcknowledgeQueueRecords CreateQueue DeleteQueue DescribeQueue
    ListQueues ReceiveDeadLetterQueueRecords ReceiveQueueRecords RestoreDeadLetterQueueRecords
    UpdateDeadLetterQueueRecordsVisibility UpdateQueue UpdateQueueRecordsVisibility
    UpdateStreamRecordDistributionStrategy`,
  kms: `
    Decapsulate Encapsulate`,
  lambda: `
    DeleteDurableExecution PauseDurableExecution ResumeDurableExecution`,
  logs: `
    GetLogObject`,
  opensearch: `
    AddReplicationPeer CompareDomainConfiguration DescribeDomainReplication FailoverReplication
    RemoveReplicationPeer SwitchoverReplication UpdateClone`,
  rds: `
    CancelDBCapacityReservation CreateDBCapacityReservation DescribeDBCapacityReservations
    DescribeServerlessV2PlatformVersions ModifyDBCapacityReservation`,
  redshift: `
    ModifyLakehouseConfiguration`,
  route53: `
    CreateResourceRecordSetProtections DeleteResourceRecordSetProtections
    ListResourceRecordSetProtections`,
  secretsmanager: `
    AssociateCrossAccountReplica DisassociateCrossAccountReplica ListResourcePolicies`,
  ssm: `
    DeregisterDefaultHostManagementConfiguration RegisterDefaultHostManagementConfiguration`,
};

const newer: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(table).map(([service, names]) => [service, new Set(names.trim().split(/\s+/))]),
);
