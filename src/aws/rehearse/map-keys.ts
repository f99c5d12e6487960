/** What AWS keeps in attribute maps whose keys the models do not list (SNS and ELB API references). The usual ones first; after `rare` those that may be missing. */
interface AttributeKeys {
  readonly usual: readonly string[];
  readonly rare: readonly string[];
}

const tables: { readonly [operation: string]: AttributeKeys } = {
  "sns:GetTopicAttributes": {
    usual: [
      "TopicArn",
      "Owner",
      "Policy",
      "DisplayName",
      "SubscriptionsConfirmed",
      "SubscriptionsPending",
      "SubscriptionsDeleted",
      "EffectiveDeliveryPolicy",
    ],
    rare: [
      "DeliveryPolicy",
      "KmsMasterKeyId",
      "FifoTopic",
      "ContentBasedDeduplication",
      "TracingConfig",
      "SignatureVersion",
    ],
  },
  "sns:GetSubscriptionAttributes": {
    usual: [
      "SubscriptionArn",
      "TopicArn",
      "Owner",
      "Protocol",
      "Endpoint",
      "ConfirmationWasAuthenticated",
      "PendingConfirmation",
      "RawMessageDelivery",
      "SubscriptionPrincipal",
    ],
    rare: ["FilterPolicy", "FilterPolicyScope", "RedrivePolicy", "DeliveryPolicy", "EffectiveDeliveryPolicy"],
  },
};

/** Attributes that a queue has only where they were set (SQS API Reference, GetQueueAttributes). */
const rareAttributes =
  /^(?:Policy|RedrivePolicy|RedriveAllowPolicy|KmsMasterKeyId|KmsDataKeyReusePeriodSeconds|FifoQueue|ContentBasedDeduplication|DeduplicationScope|FifoThroughputLimit)$/;

export function hasKnownKeys(service: string, operation: string): boolean {
  return `${service}:${operation}` in tables;
}

export interface MapKeys {
  readonly service: string;
  readonly operation: string;
  /** Enum values of the key's shape. */
  readonly known: readonly string[];
  /** Strings that the request names. */
  readonly asked: readonly string[];
  readonly all: boolean;
  /** What the request names under the key's own name: `Metrics` where keys are metric names. */
  readonly named: readonly string[];
}

/** The keys of a map in an answer; empty where nothing is known of them. */
export function mapKeys({ service, operation, known, asked, all, named }: MapKeys): readonly string[] {
  const table = tables[`${service}:${operation}`];
  if (table) return all ? [...table.usual, ...table.rare] : table.usual;
  const given = known.filter((key) => key !== "All" && (all || !rareAttributes.test(key)));
  if (known.length === 0) return named;
  const wanted = asked.includes("All") ? given : given.filter((key) => asked.includes(key));
  return wanted.length > 0 ? wanted : given;
}
