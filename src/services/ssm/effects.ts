import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of ssm. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeActivations DescribeAssociation DescribeAssociationExecutionTargets
      DescribeAssociationExecutions DescribeAutomationExecutions DescribeAvailablePatches DescribeDocument
      DescribeDocumentPermission DescribeEffectiveInstanceAssociations
      DescribeEffectivePatchesForPatchBaseline DescribeInstanceAssociationsStatus
      DescribeInstanceInformation DescribeInstancePatchStates DescribeInstancePatchStatesForPatchGroup
      DescribeInstancePatches DescribeInstanceProperties DescribeInventoryDeletions
      DescribeMaintenanceWindowExecutionTaskInvocations DescribeMaintenanceWindowExecutionTasks
      DescribeMaintenanceWindowExecutions DescribeMaintenanceWindowSchedule
      DescribeMaintenanceWindowTargets DescribeMaintenanceWindowTasks DescribeMaintenanceWindows
      DescribeMaintenanceWindowsForTarget DescribeOpsItems DescribeParameters DescribePatchBaselines
      DescribePatchGroupState DescribePatchGroups DescribePatchProperties DescribeSessions
      GetCalendarState GetCloudConnector GetConnectionStatus GetDefaultPatchBaseline GetDocument
      GetExecutionPreview GetInventory GetInventorySchema GetMaintenanceWindow
      GetMaintenanceWindowExecution GetMaintenanceWindowTask GetOpsItem GetOpsMetadata GetOpsSummary
      GetPatchBaseline GetPatchBaselineForPatchGroup GetResourcePolicies GetServiceSetting
      ListAssociationVersions ListAssociations ListCloudConnectors ListCommands ListComplianceItems
      ListComplianceSummaries ListDocumentMetadataHistory ListDocumentVersions ListDocuments
      ListInventoryEntries ListNodes ListNodesSummary ListOpsItemEvents ListOpsItemRelatedItems
      ListOpsMetadata ListResourceComplianceSummaries ListResourceDataSync ListTagsForResource`,
    logs: `
      DescribeAutomationStepExecutions GetAutomationExecution GetCommandInvocation
      GetMaintenanceWindowExecutionTask GetMaintenanceWindowExecutionTaskInvocation ListCommandInvocations`,
    secret: `
      GetDeployablePatchSnapshotForInstance GetParameter GetParameterHistory GetParameters
      GetParametersByPath`,
    mints: `
      GetAccessToken`,
    mutates: `
      AddTagsToResource AssociateOpsItemRelatedItem CancelCommand CancelMaintenanceWindowExecution
      CreateAssociation CreateAssociationBatch CreateCloudConnector CreateDocument CreateMaintenanceWindow
      CreateOpsItem CreateOpsMetadata CreatePatchBaseline CreateResourceDataSync DeleteActivation
      DeleteAssociation DeleteCloudConnector DeleteDocument DeleteInventory DeleteMaintenanceWindow
      DeleteOpsItem DeleteOpsMetadata DeleteParameter DeleteParameters DeletePatchBaseline
      DeleteResourceDataSync DeleteResourcePolicy DeregisterDefaultHostManagementConfiguration
      DeregisterManagedInstance DeregisterPatchBaselineForPatchGroup DeregisterTargetFromMaintenanceWindow
      DeregisterTaskFromMaintenanceWindow DisassociateOpsItemRelatedItem LabelParameterVersion
      ModifyDocumentPermission PutComplianceItems PutInventory PutParameter PutResourcePolicy
      RegisterDefaultHostManagementConfiguration RegisterDefaultPatchBaseline
      RegisterPatchBaselineForPatchGroup RegisterTargetWithMaintenanceWindow
      RegisterTaskWithMaintenanceWindow RemoveTagsFromResource ResetServiceSetting SendAutomationSignal
      SendCommand StartAccessRequest StartAssociationsOnce StartAutomationExecution
      StartChangeRequestExecution StartExecutionPreview StopAutomationExecution TerminateSession
      UnlabelParameterVersion UpdateAssociation UpdateAssociationStatus UpdateCloudConnector
      UpdateDocument UpdateDocumentDefaultVersion UpdateDocumentMetadata UpdateMaintenanceWindow
      UpdateMaintenanceWindowTarget UpdateMaintenanceWindowTask UpdateManagedInstanceRole UpdateOpsItem
      UpdateOpsMetadata UpdatePatchBaseline UpdateResourceDataSync UpdateServiceSetting
      ValidateCloudConnector`,
    "mutates mints": `
      CreateActivation ResumeSession StartSession`,
  },
  {
    CreateActivation: "returns an activation code",
    DescribeAutomationStepExecutions: "inputs and outputs of a run",
    GetAutomationExecution: "inputs and outputs of a run",
    GetCommandInvocation: "what a command printed",
    GetDeployablePatchSnapshotForInstance: "a pre-signed link",
    GetParameter: "returns decrypted secure strings when asked to",
    GetParameterHistory: "returns decrypted secure strings when asked to",
    GetParameters: "returns decrypted secure strings when asked to",
    GetParametersByPath: "returns decrypted secure strings when asked to",
    ListCommandInvocations: "what commands printed",
    SendCommand: "runs a command",
    StartSession: "opens a shell",
  },
);
