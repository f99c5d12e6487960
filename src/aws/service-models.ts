/** A shape as botocore's service model writes it. */
export interface Shape {
  readonly type:
    | "structure"
    | "list"
    | "map"
    | "string"
    | "integer"
    | "long"
    | "boolean"
    | "float"
    | "double"
    | "blob"
    | "timestamp"
    | "character";
  readonly members?: { readonly [name: string]: ShapeRef };
  readonly required?: readonly string[];
  readonly member?: ShapeRef;
  readonly key?: ShapeRef;
  readonly value?: ShapeRef;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly sensitive?: boolean;
  readonly payload?: string;
  readonly flattened?: boolean;
  readonly locationName?: string;
  readonly timestampFormat?: string;
  readonly document?: boolean;
  readonly union?: boolean;
  readonly eventstream?: boolean;
  readonly xmlAttribute?: boolean;
  readonly error?: { readonly code?: string; readonly httpStatusCode?: number };
  readonly exception?: boolean;
}

export interface ShapeRef {
  readonly shape: string;
  readonly location?: "uri" | "querystring" | "header" | "headers" | "statusCode";
  readonly locationName?: string;
  readonly queryName?: string;
  readonly flattened?: boolean;
  readonly xmlAttribute?: boolean;
  readonly jsonvalue?: boolean;
  readonly idempotencyToken?: boolean;
  readonly timestampFormat?: string;
  readonly streaming?: boolean;
  readonly eventstream?: boolean;
  readonly contextParam?: { readonly name: string };
}

export interface OperationModel {
  readonly name: string;
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
  readonly input?: ShapeRef;
  readonly output?: ShapeRef & { readonly resultWrapper?: string };
  readonly errors?: readonly ShapeRef[];
  readonly endpoint?: { readonly hostPrefix?: string };
  readonly authtype?: string;
  readonly auth?: readonly string[];
  readonly readonly?: boolean;
  readonly deprecated?: boolean;
}

export interface Paginator {
  readonly input_token: string | readonly string[];
  readonly output_token: string | readonly string[];
  readonly result_key?: string | readonly string[];
  readonly limit_key?: string;
  readonly more_results?: string;
}

/** One service as the installed botocore knows it. */
export interface ServiceModel {
  /** boto3's name: `elbv2`. */
  readonly service: string;
  readonly metadata: {
    readonly apiVersion: string;
    readonly endpointPrefix: string;
    readonly signingName?: string;
    readonly protocol: string;
    readonly protocols?: readonly string[];
    readonly targetPrefix?: string;
    readonly jsonVersion?: string;
    readonly serviceId: string;
    readonly globalEndpoint?: string;
    readonly awsQueryCompatible?: object;
  };
  readonly operations: { readonly [name: string]: OperationModel };
  readonly shapes: { readonly [name: string]: Shape };
  readonly paginators: { readonly [operation: string]: Paginator };
  readonly waiters: readonly string[];
  /** The operation that each waiter calls, by waiter name (`InstanceRunning: "DescribeInstances"`); absent where the data does not say. */
  readonly waiterOperations?: { readonly [waiter: string]: string };
  /** boto3 resource names (`Bucket`, `Instance`), empty where boto3 has none. */
  readonly resources: readonly string[];
  /** boto3's own description of its resources (`resources-1.json`, as shipped), for the services that have one. */
  readonly resourceModel?: ResourceModel;
}

/** `resources-1.json` of boto3: what `boto3.resource(…)` offers, and which operations stand behind it. */
export interface ResourceModel {
  readonly service: ResourceDefinition;
  readonly resources: { readonly [name: string]: ResourceDefinition };
}

export interface ResourceDefinition {
  readonly identifiers?: readonly { readonly name: string; readonly memberName?: string }[];
  readonly shape?: string;
  readonly load?: { readonly request: ResourceRequest };
  readonly actions?: { readonly [name: string]: ResourceAction };
  readonly batchActions?: { readonly [name: string]: ResourceAction };
  readonly has?: { readonly [name: string]: { readonly resource: ResourceTarget } };
  readonly hasMany?: { readonly [name: string]: ResourceAction };
  readonly waiters?: { readonly [name: string]: { readonly waiterName: string } };
}

export interface ResourceAction {
  /** Where in the answer what it gives stands (JMESPath). */
  readonly path?: string;
  readonly request: ResourceRequest;
  readonly resource?: ResourceTarget;
}

export interface ResourceRequest {
  readonly operation: string;
  readonly params?: readonly {
    readonly target: string;
    readonly source: string;
    readonly name?: string;
    readonly value?: unknown;
  }[];
}

export interface ResourceTarget {
  readonly type: string;
  readonly path?: string;
  readonly identifiers?: readonly {
    readonly target: string;
    readonly source: string;
    readonly name?: string;
    readonly path?: string;
  }[];
}

/** The service models that the installed boto3 ships. Synchronous: read from the cache, parsed once. */
export interface ServiceModels {
  /** boto3's service names. */
  names(): readonly string[];
  model(service: string): ServiceModel | undefined;
}
