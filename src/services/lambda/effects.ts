import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of lambda. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      GetAccountSettings GetAlias GetCapacityProvider GetCodeSigningConfig
      GetEventSourceMapping GetFunction GetFunctionCodeSigningConfig GetFunctionConcurrency
      GetFunctionConfiguration GetFunctionEventInvokeConfig GetFunctionRecursionConfig
      GetFunctionScalingConfig GetFunctionUrlConfig GetLayerVersion GetLayerVersionByArn
      GetLayerVersionPolicy GetPolicy GetProvisionedConcurrencyConfig GetResourcePolicy
      GetRuntimeManagementConfig ListAliases ListCapacityProviders ListCodeSigningConfigs
      ListDurableExecutionsByFunction ListEventSourceMappings ListFunctionEventInvokeConfigs
      ListFunctionUrlConfigs ListFunctionVersionsByCapacityProvider ListFunctions
      ListFunctionsByCodeSigningConfig ListLayerVersions ListLayers ListProvisionedConcurrencyConfigs
      ListTags ListVersionsByFunction`,
    logs: `
      GetDurableExecution GetDurableExecutionHistory`,
    data: `
      GetDurableExecutionState`,
    "data mutates costs": `
      Invoke InvokeWithResponseStream`,
    mutates: `
      AddLayerVersionPermission AddPermission CheckpointDurableExecution CreateAlias CreateCapacityProvider CreateCodeSigningConfig
      CreateEventSourceMapping CreateFunction CreateFunctionUrlConfig DeleteAlias DeleteCapacityProvider
      DeleteCodeSigningConfig DeleteDurableExecution DeleteEventSourceMapping DeleteFunction
      DeleteFunctionCodeSigningConfig DeleteFunctionConcurrency DeleteFunctionEventInvokeConfig
      DeleteFunctionUrlConfig DeleteLayerVersion DeleteProvisionedConcurrencyConfig DeleteResourcePolicy
      PauseDurableExecution PublishLayerVersion PublishVersion PutFunctionCodeSigningConfig
      PutFunctionConcurrency PutFunctionEventInvokeConfig PutFunctionRecursionConfig
      PutFunctionScalingConfig PutProvisionedConcurrencyConfig PutResourcePolicy
      PutRuntimeManagementConfig RemoveLayerVersionPermission RemovePermission ResumeDurableExecution
      SendDurableExecutionCallbackFailure SendDurableExecutionCallbackHeartbeat
      SendDurableExecutionCallbackSuccess StopDurableExecution TagResource UntagResource UpdateAlias
      UpdateCapacityProvider UpdateCodeSigningConfig UpdateEventSourceMapping UpdateFunctionCode
      UpdateFunctionConfiguration UpdateFunctionEventInvokeConfig UpdateFunctionUrlConfig`,
    "mutates costs": `
      InvokeAsync`,
  },
  {
    CheckpointDurableExecution: "moves a run forward",
    GetDurableExecution: "inputs and results of runs",
    GetDurableExecutionHistory: "inputs and results of runs",
    GetDurableExecutionState: "the state that a run keeps",
    GetFunction: "the pre-signed link to the code is blinded",
    GetFunctionConfiguration: "secrets in environments are blinded",
    GetLayerVersion: "the pre-signed link to the layer is blinded",
    GetLayerVersionByArn: "the pre-signed link to the layer is blinded",
    Invoke: "runs code",
    InvokeAsync: "runs code",
    InvokeWithResponseStream: "runs code",
    ListFunctions: "secrets in environments are blinded",
  },
);
