import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of cloudformation. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      BatchDescribeTypeConfigurations DescribeAccountLimits DescribeChangeSet DescribeChangeSetHooks
      DescribeEvents DescribeGeneratedTemplate DescribeOrganizationsAccess DescribePublisher
      DescribeResourceScan DescribeStackDriftDetectionStatus DescribeStackEvents DescribeStackInstance
      DescribeStackRefactor DescribeStackResource DescribeStackResourceDrifts DescribeStackResources
      DescribeStackSet DescribeStackSetOperation DescribeStacks DescribeType DescribeTypeRegistration
      GetGeneratedTemplate GetHookResult GetStackPolicy GetTemplate
      GetTemplateSummary ListChangeSets ListExports ListGeneratedTemplates ListHookResults ListImports
      ListResourceScanRelatedResources ListResourceScanResources ListResourceScans
      ListStackInstanceResourceDrifts ListStackInstances ListStackRefactorActions ListStackRefactors
      ListStackResources ListStackSetAutoDeploymentTargets ListStackSetOperationResults
      ListStackSetOperations ListStackSets ListStacks ListTypeRegistrations ListTypeVersions ListTypes
      ValidateTemplate`,
    leaves: `
      EstimateTemplateCost`,
    mutates: `
      ActivateOrganizationsAccess ActivateType CancelUpdateStack ContinueUpdateRollback CreateChangeSet
      CreateGeneratedTemplate CreateStack CreateStackInstances CreateStackRefactor CreateStackSet
      DeactivateOrganizationsAccess DeactivateType DeleteChangeSet DeleteGeneratedTemplate DeleteStack
      DeleteStackInstances DeleteStackSet DeregisterType DetectStackDrift DetectStackResourceDrift
      DetectStackSetDrift ExecuteChangeSet ExecuteStackRefactor ImportStacksToStackSet PublishType
      RecordHandlerProgress RegisterPublisher RegisterType RemoveAlias RollbackStack SetAlias
      SetStackPolicy SetTypeConfiguration SetTypeDefaultVersion SignalResource StartResourceScan
      StopStackSetOperation TestType UpdateGeneratedTemplate UpdateStack UpdateStackInstances
      UpdateStackSet UpdateTerminationProtection`,
  },
  {
    DescribeStacks: "secrets in parameters and outputs are blinded",
    DetectStackDrift: "starts a comparison; its result is kept with the stack",
    DetectStackResourceDrift: "starts a comparison",
    DetectStackSetDrift: "starts a comparison",
    EstimateTemplateCost: "hands the template to a calculator outside the account, and returns a link to it",
    GetTemplate: "secrets in the template are blinded",
  },
);
