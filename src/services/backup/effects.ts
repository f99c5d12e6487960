import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of backup. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeBackupAccessPoint DescribeBackupJob DescribeBackupVault DescribeCopyJob DescribeFramework
      DescribeGlobalSettings DescribeProtectedResource DescribeRecoveryPoint DescribeRegionSettings
      DescribeReportJob DescribeReportPlan DescribeRestoreJob DescribeScanJob ExportBackupPlanTemplate
      GetBackupPlan GetBackupPlanFromJSON GetBackupPlanFromTemplate GetBackupSelection
      GetBackupVaultAccessPolicy GetBackupVaultNotifications GetLegalHold GetPITRMalwareScanResults
      GetRecoveryPointIndexDetails GetRecoveryPointRestoreMetadata GetRestoreJobMetadata
      GetRestoreTestingInferredMetadata GetRestoreTestingPlan GetRestoreTestingSelection
      GetSupportedResourceTypes GetTieringConfiguration ListBackupAccessPoints
      ListBackupAccessPointsByRecoveryPoint ListBackupAccessPointsByResource ListBackupJobSummaries
      ListBackupJobs ListBackupPlanTemplates ListBackupPlanVersions ListBackupPlans ListBackupSelections
      ListBackupVaults ListCopyJobSummaries ListCopyJobs ListFrameworks ListIndexedRecoveryPoints
      ListLegalHolds ListProtectedResources ListProtectedResourcesByBackupVault
      ListRecoveryPointsByBackupVault ListRecoveryPointsByLegalHold ListRecoveryPointsByResource
      ListReportJobs ListReportPlans ListRestoreAccessBackupVaults ListRestoreJobSummaries ListRestoreJobs
      ListRestoreJobsByProtectedResource ListRestoreTestingPlans ListRestoreTestingSelections
      ListScanJobSummaries ListScanJobs ListTags ListTieringConfigurations`,
    mutates: `
      AssociateBackupVaultMpaApprovalTeam CancelLegalHold CreateBackupAccessPoint CreateBackupPlan
      CreateBackupSelection CreateBackupVault CreateFramework CreateLegalHold
      CreateLogicallyAirGappedBackupVault CreateReportPlan CreateRestoreAccessBackupVault
      CreateRestoreTestingPlan CreateRestoreTestingSelection CreateTieringConfiguration
      DeleteBackupAccessPoint DeleteBackupPlan DeleteBackupSelection DeleteBackupVault
      DeleteBackupVaultAccessPolicy DeleteBackupVaultLockConfiguration DeleteBackupVaultNotifications
      DeleteFramework DeleteRecoveryPoint DeleteReportPlan DeleteRestoreTestingPlan
      DeleteRestoreTestingSelection DeleteTieringConfiguration DisassociateBackupVaultMpaApprovalTeam
      DisassociateRecoveryPoint DisassociateRecoveryPointFromParent PutBackupVaultAccessPolicy
      PutBackupVaultLockConfiguration PutBackupVaultNotifications PutRestoreValidationResult
      RevokeRestoreAccessBackupVault StartBackupJob StartCopyJob StartReportJob StartRestoreJob
      StartScanJob StopBackupJob TagResource UntagResource UpdateBackupPlan UpdateFramework
      UpdateGlobalSettings UpdateRecoveryPointIndexSettings UpdateRecoveryPointLifecycle
      UpdateRegionSettings UpdateReportPlan UpdateRestoreTestingPlan UpdateRestoreTestingSelection
      UpdateTieringConfiguration`,
  },
  {
    ExportBackupPlanTemplate: "the plan as a document",
  },
);
