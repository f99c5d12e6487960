/** A shape as botocore's service model writes it. */
export interface Shape {
  readonly type: "structure" | "list" | "map" | "string" | "integer" | "long" | "boolean" | "float" | "double" | "blob" | "timestamp" | "character";
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
  readonly error?: { readonly code?: string; readonly httpStatusCode?: number };
  readonly exception?: boolean;
}

export interface ShapeRef {
  readonly shape: string;
  readonly location?: "uri" | "querystring" | "header" | "headers" | "statusCode";
  readonly locationName?: string;
  readonly queryName?: string;
  readonly flattened?: boolean;
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
  };
  readonly operations: { readonly [name: string]: OperationModel };
  readonly shapes: { readonly [name: string]: Shape };
  readonly paginators: { readonly [operation: string]: Paginator };
  readonly waiters: readonly string[];
  /** boto3 resource names (`Bucket`, `Instance`), empty where boto3 has none. */
  readonly resources: readonly string[];
}

/** The service models that the installed boto3 ships. Synchronous: read from the cache, parsed once. */
export interface ServiceModels {
  /** boto3's service names. */
  names(): readonly string[];
  model(service: string): ServiceModel | undefined;
}
