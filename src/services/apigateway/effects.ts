import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of apigateway. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      GetAccount GetAuthorizer GetAuthorizers GetBasePathMapping GetBasePathMappings GetClientCertificate
      GetClientCertificates GetDeployment GetDeployments GetDocumentationPart GetDocumentationParts
      GetDocumentationVersion GetDocumentationVersions GetDomainName GetDomainNameAccessAssociations
      GetDomainNames GetExport GetGatewayResponse GetGatewayResponses GetIntegration
      GetIntegrationResponse GetMethod GetMethodResponse GetModel GetModelTemplate GetModels
      GetRequestValidator GetRequestValidators GetResource GetResources GetRestApi GetRestApis GetSdk
      GetSdkType GetSdkTypes GetStage GetStages GetTags GetUsagePlan GetUsagePlans GetVpcLink GetVpcLinks`,
    logs: `
      GetUsage`,
    "data mutates costs": `
      TestInvokeMethod`,
    secret: `
      GetApiKey GetApiKeys GetUsagePlanKey GetUsagePlanKeys`,
    mutates: `
      CreateAuthorizer CreateBasePathMapping CreateDeployment CreateDocumentationPart
      CreateDocumentationVersion CreateDomainName CreateDomainNameAccessAssociation CreateModel
      CreateRequestValidator CreateResource CreateRestApi CreateStage CreateUsagePlan CreateUsagePlanKey
      CreateVpcLink DeleteApiKey DeleteAuthorizer DeleteBasePathMapping DeleteClientCertificate
      DeleteDeployment DeleteDocumentationPart DeleteDocumentationVersion DeleteDomainName
      DeleteDomainNameAccessAssociation DeleteGatewayResponse DeleteIntegration DeleteIntegrationResponse
      DeleteMethod DeleteMethodResponse DeleteModel DeleteRequestValidator DeleteResource DeleteRestApi
      DeleteStage DeleteUsagePlan DeleteUsagePlanKey DeleteVpcLink FlushStageAuthorizersCache
      FlushStageCache ImportApiKeys ImportDocumentationParts ImportRestApi PutGatewayResponse
      PutIntegration PutIntegrationResponse PutMethod PutMethodResponse PutRestApi
      RejectDomainNameAccessAssociation TagResource UntagResource UpdateAccount UpdateApiKey
      UpdateAuthorizer UpdateBasePathMapping UpdateClientCertificate UpdateDeployment
      UpdateDocumentationPart UpdateDocumentationVersion UpdateDomainName UpdateGatewayResponse
      UpdateIntegration UpdateIntegrationResponse UpdateMethod UpdateMethodResponse UpdateModel
      UpdateRequestValidator UpdateResource UpdateRestApi UpdateStage UpdateUsage UpdateUsagePlan
      UpdateVpcLink`,
    "mutates costs": `
      TestInvokeAuthorizer`,
    "mutates mints": `
      CreateApiKey GenerateClientCertificate`,
  },
  {
    CreateApiKey: "returns a key",
    GetApiKey: "returns the key when includeValue is set",
    GetApiKeys: "returns the keys when includeValues is set",
    GetExport: "the API as a document",
    GetSdk: "a generated client, no keys",
    GetStage: "secrets in stage variables are blinded",
    GetStages: "secrets in stage variables are blinded",
    GetUsagePlanKey: "returns the key",
    GetUsagePlanKeys: "returns the keys",
    TestInvokeAuthorizer: "calls the authorizer for real",
    TestInvokeMethod: "calls the backend for real",
  },
);
