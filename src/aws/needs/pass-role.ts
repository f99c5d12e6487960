/** Where a request hands a role to a service: members that hold the role, and the service that will use it (`iam:PassedToService`). */
interface Handover {
  readonly to: string;
  readonly members: readonly string[];
}

const on = (to: string, ...members: readonly string[]): Handover => ({ to: `${to}.amazonaws.com`, members });

/**
 * Operations that hand a role over need `iam:PassRole` on it (IAM User Guide, Grant a user permissions to pass a role to an AWS service). A member that names an instance
 * profile hands over the role in it, which the request does not say.
 */
export const handovers: { readonly [service: string]: { readonly [operation: string]: Handover } } = {
  apigateway: { PutIntegration: on("apigateway", "credentials") },
  apigatewayv2: {
    CreateIntegration: on("apigateway", "CredentialsArn"),
    UpdateIntegration: on("apigateway", "CredentialsArn"),
    CreateAuthorizer: on("apigateway", "AuthorizerCredentialsArn"),
  },
  "application-autoscaling": { RegisterScalableTarget: on("application-autoscaling", "RoleARN") },
  autoscaling: {
    CreateLaunchConfiguration: on("ec2", "IamInstanceProfile"),
    PutLifecycleHook: on("autoscaling", "RoleARN"),
  },
  backup: {
    CreateBackupSelection: on("backup", "BackupSelection.IamRoleArn"),
    StartBackupJob: on("backup", "IamRoleArn"),
    StartCopyJob: on("backup", "IamRoleArn"),
    StartRestoreJob: on("backup", "IamRoleArn"),
  },
  batch: {
    RegisterJobDefinition: on(
      "ecs-tasks",
      "containerProperties.jobRoleArn",
      "containerProperties.executionRoleArn",
    ),
  },
  cloudformation: {
    CreateChangeSet: on("cloudformation", "RoleARN"),
    CreateStack: on("cloudformation", "RoleARN"),
    CreateStackSet: on("cloudformation", "AdministrationRoleARN"),
    DeleteStack: on("cloudformation", "RoleARN"),
    UpdateStack: on("cloudformation", "RoleARN"),
  },
  cloudtrail: {
    CreateTrail: on("cloudtrail", "CloudWatchLogsRoleArn"),
    UpdateTrail: on("cloudtrail", "CloudWatchLogsRoleArn"),
  },
  cloudwatch: { PutMetricStream: on("streams.metrics.cloudwatch", "RoleArn") },
  codebuild: { CreateProject: on("codebuild", "serviceRole"), UpdateProject: on("codebuild", "serviceRole") },
  codepipeline: {
    CreatePipeline: on("codepipeline", "pipeline.roleArn"),
    UpdatePipeline: on("codepipeline", "pipeline.roleArn"),
  },
  "cognito-idp": {
    CreateUserPool: on("cognito-idp", "SmsConfiguration.SnsCallerArn"),
    SetUserPoolMfaConfig: on("cognito-idp", "SmsMfaConfiguration.SmsConfiguration.SnsCallerArn"),
    UpdateUserPool: on("cognito-idp", "SmsConfiguration.SnsCallerArn"),
  },
  config: {
    PutConfigurationAggregator: on("config", "OrganizationAggregationSource.RoleArn"),
    PutConfigurationRecorder: on("config", "ConfigurationRecorder.roleARN"),
  },
  ec2: {
    AssociateIamInstanceProfile: on("ec2", "IamInstanceProfile.Name", "IamInstanceProfile.Arn"),
    CreateFlowLogs: on("vpc-flow-logs", "DeliverLogsPermissionArn"),
    ReplaceIamInstanceProfileAssociation: on("ec2", "IamInstanceProfile.Name", "IamInstanceProfile.Arn"),
    RequestSpotInstances: on(
      "ec2",
      "LaunchSpecification.IamInstanceProfile.Name",
      "LaunchSpecification.IamInstanceProfile.Arn",
    ),
    RunInstances: on("ec2", "IamInstanceProfile.Name", "IamInstanceProfile.Arn"),
  },
  ecs: {
    CreateService: on("ecs", "role"),
    RegisterTaskDefinition: on("ecs-tasks", "taskRoleArn", "executionRoleArn"),
    RunTask: on("ecs-tasks", "overrides.taskRoleArn", "overrides.executionRoleArn"),
    StartTask: on("ecs-tasks", "overrides.taskRoleArn", "overrides.executionRoleArn"),
  },
  eks: {
    CreateCluster: on("eks", "roleArn"),
    CreateFargateProfile: on("eks-fargate-pods", "podExecutionRoleArn"),
    CreateNodegroup: on("ec2", "nodeRole"),
    CreatePodIdentityAssociation: on("pods.eks", "roleArn"),
  },
  events: { PutRule: on("events", "RoleArn"), PutTargets: on("events", "Targets[].RoleArn") },
  firehose: {
    CreateDeliveryStream: on(
      "firehose",
      "ExtendedS3DestinationConfiguration.RoleARN",
      "S3DestinationConfiguration.RoleARN",
      "RedshiftDestinationConfiguration.RoleARN",
      "AmazonopensearchserviceDestinationConfiguration.RoleARN",
      "KinesisStreamSourceConfiguration.RoleARN",
    ),
  },
  glue: { CreateCrawler: on("glue", "Role"), CreateJob: on("glue", "Role") },
  guardduty: { CreateMalwareProtectionPlan: on("malware-protection-plan.guardduty", "Role") },
  iam: { AddRoleToInstanceProfile: on("ec2", "RoleName") },
  lambda: {
    CreateFunction: on("lambda", "Role"),
    UpdateFunctionConfiguration: on("lambda", "Role"),
  },
  logs: { PutDestination: on("logs", "roleArn"), PutSubscriptionFilter: on("logs", "roleArn") },
  opensearch: {
    CreateDomain: on("es", "CognitoOptions.RoleArn"),
    UpdateDomainConfig: on("es", "CognitoOptions.RoleArn"),
  },
  rds: {
    AddRoleToDBCluster: on("rds", "RoleArn"),
    AddRoleToDBInstance: on("rds", "RoleArn"),
    CreateDBInstance: on("monitoring.rds", "MonitoringRoleArn"),
    CreateDBProxy: on("rds", "RoleArn"),
    ModifyDBInstance: on("monitoring.rds", "MonitoringRoleArn"),
    StartExportTask: on("export.rds", "IamRoleArn"),
  },
  redshift: {
    CreateCluster: on("redshift", "IamRoles"),
    ModifyClusterIamRoles: on("redshift", "AddIamRoles"),
  },
  s3: { PutBucketReplication: on("s3", "ReplicationConfiguration.Role") },
  s3control: { CreateJob: on("batchoperations.s3", "RoleArn") },
  sagemaker: {
    CreateModel: on("sagemaker", "ExecutionRoleArn"),
    CreateNotebookInstance: on("sagemaker", "RoleArn"),
    CreateTrainingJob: on("sagemaker", "RoleArn"),
  },
  scheduler: {
    CreateSchedule: on("scheduler", "Target.RoleArn"),
    UpdateSchedule: on("scheduler", "Target.RoleArn"),
  },
  ssm: {
    RegisterTaskWithMaintenanceWindow: on("ssm", "ServiceRoleArn"),
    SendCommand: on("ssm", "ServiceRoleArn"),
    CreateActivation: on("ssm", "IamRole"),
  },
  stepfunctions: {
    CreateStateMachine: on("states", "roleArn"),
    UpdateStateMachine: on("states", "roleArn"),
  },
};
