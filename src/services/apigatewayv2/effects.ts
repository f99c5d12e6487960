import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of apigatewayv2. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      ExportApi GetApi GetApiMapping GetApiMappings GetApis GetAuthorizer GetAuthorizers GetDeployment
      GetDeployments GetDomainName GetDomainNames GetIntegration GetIntegrationResponse
      GetIntegrationResponses GetIntegrations GetModel GetModelTemplate GetModels GetPortal
      GetPortalProduct GetPortalProductSharingPolicy GetProductPage GetProductRestEndpointPage GetRoute
      GetRouteResponse GetRouteResponses GetRoutes GetRoutingRule GetStage GetStages GetTags GetVpcLink
      GetVpcLinks ListPortalProducts ListPortals ListProductPages ListProductRestEndpointPages
      ListRoutingRules`,
    mutates: `
      CreateApi CreateApiMapping CreateAuthorizer CreateDeployment CreateDomainName CreateIntegration
      CreateIntegrationResponse CreateModel CreatePortal CreatePortalProduct CreateProductPage
      CreateProductRestEndpointPage CreateRoute CreateRouteResponse CreateRoutingRule CreateStage
      CreateVpcLink DeleteAccessLogSettings DeleteApi DeleteApiMapping DeleteAuthorizer
      DeleteCorsConfiguration DeleteDeployment DeleteDomainName DeleteIntegration
      DeleteIntegrationResponse DeleteModel DeletePortal DeletePortalProduct
      DeletePortalProductSharingPolicy DeleteProductPage DeleteProductRestEndpointPage DeleteRoute
      DeleteRouteRequestParameter DeleteRouteResponse DeleteRouteSettings DeleteRoutingRule DeleteStage
      DeleteVpcLink DisablePortal ImportApi PreviewPortal PublishPortal PutPortalProductSharingPolicy
      PutRoutingRule ReimportApi ResetAuthorizersCache TagResource UntagResource UpdateApi
      UpdateApiMapping UpdateAuthorizer UpdateDeployment UpdateDomainName UpdateIntegration
      UpdateIntegrationResponse UpdateModel UpdatePortal UpdatePortalProduct UpdateProductPage
      UpdateProductRestEndpointPage UpdateRoute UpdateRouteResponse UpdateStage UpdateVpcLink`,
  },
  {
    ExportApi: "the API as a document",
    GetStage: "secrets in stage variables are blinded",
    GetStages: "secrets in stage variables are blinded",
  },
);
