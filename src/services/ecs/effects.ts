import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of ecs. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeCapacityProviders DescribeClusters DescribeContainerInstances DescribeDaemon
      DescribeDaemonDeployments DescribeDaemonRevisions DescribeDaemonTaskDefinition
      DescribeExpressGatewayService DescribeGateway DescribeGatewayResources DescribeGatewayRoute
      DescribeServiceDeployments DescribeServiceRevisions DescribeServices DescribeTaskDefinition
      DescribeTaskSets DescribeTasks GetTaskProtection ListAccountSettings ListAttributes ListClusters
      ListContainerInstances ListDaemonDeployments ListDaemonTaskDefinitions ListDaemons
      ListGatewayClusterAssociations ListGatewayRoutes ListGateways ListServiceDeployments ListServices
      ListServicesByNamespace ListTagsForResource ListTaskDefinitionFamilies ListTaskDefinitions ListTasks`,
    mutates: `
      AssociateGatewayWithCluster ContinueServiceDeployment CreateCapacityProvider CreateCluster
      CreateDaemon CreateExpressGatewayService CreateGateway CreateService CreateTaskSet
      DeleteAccountSetting DeleteAttributes DeleteCapacityProvider DeleteCluster DeleteDaemon
      DeleteDaemonTaskDefinition DeleteExpressGatewayService DeleteGateway DeleteService
      DeleteTaskDefinitions DeleteTaskSet DeregisterContainerInstance DeregisterTaskDefinition
      DisassociateGatewayFromCluster DiscoverPollEndpoint PutAccountSetting PutAccountSettingDefault
      PutAttributes PutClusterCapacityProviders RegisterContainerInstance RegisterDaemonTaskDefinition
      RegisterTaskDefinition RunTask StartTask StopServiceDeployment StopTask SubmitAttachmentStateChanges
      SubmitContainerStateChange SubmitTaskStateChange TagResource UntagResource UpdateCapacityProvider
      UpdateCluster UpdateClusterSettings UpdateContainerAgent UpdateContainerInstancesState UpdateDaemon
      UpdateExpressGatewayService UpdateGateway UpdateService UpdateServicePrimaryTaskSet
      UpdateTaskProtection UpdateTaskSet`,
    "mutates mints": `
      ExecuteCommand`,
  },
  {
    DescribeTaskDefinition: "secrets in environments are blinded",
    DescribeTasks: "secrets in overrides are blinded",
    DiscoverPollEndpoint: "for the agent only",
    ExecuteCommand: "opens a shell",
  },
);
