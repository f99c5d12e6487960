/**
 * Values that AWS services put into their events, as far as their event references list them in full ("Amazon EC2 Developer Guide, state change
 * events", "CodePipeline events", …): source, detail-type, path in the event, every value. Matching is exact, by case too.
 */
export interface KnownValues {
  readonly source: string;
  readonly detailType: string;
  readonly path: string;
  readonly values: readonly string[];
}

const states = (source: string, detailType: string, path: string, values: string): KnownValues => ({
  source,
  detailType,
  path,
  values: values.split(" "),
});

export const knownEventValues: readonly KnownValues[] = [
  states(
    "aws.ec2",
    "EC2 Instance State-change Notification",
    "detail.state",
    "pending running shutting-down stopped stopping terminated",
  ),
  states("aws.ec2", "EBS Snapshot Notification", "detail.result", "succeeded failed incomplete"),
  states("aws.ec2", "EBS Volume Notification", "detail.result", "available failed deleted attached in-use"),
  states(
    "aws.ecs",
    "ECS Task State Change",
    "detail.lastStatus",
    "PROVISIONING PENDING ACTIVATING RUNNING DEACTIVATING STOPPING DEPROVISIONING STOPPED DELETED",
  ),
  states("aws.ecs", "ECS Task State Change", "detail.desiredStatus", "RUNNING STOPPED"),
  states(
    "aws.states",
    "Step Functions Execution Status Change",
    "detail.status",
    "RUNNING SUCCEEDED FAILED TIMED_OUT ABORTED PENDING_REDRIVE",
  ),
  states(
    "aws.codebuild",
    "CodeBuild Build State Change",
    "detail.build-status",
    "IN_PROGRESS SUCCEEDED FAILED STOPPED",
  ),
  states(
    "aws.codepipeline",
    "CodePipeline Pipeline Execution State Change",
    "detail.state",
    "CANCELED FAILED RESUMED STARTED STOPPED STOPPING SUCCEEDED SUPERSEDED",
  ),
  states(
    "aws.codepipeline",
    "CodePipeline Stage Execution State Change",
    "detail.state",
    "CANCELED FAILED RESUMED STARTED STOPPED STOPPING SUCCEEDED",
  ),
  states(
    "aws.codedeploy",
    "CodeDeploy Deployment State-change Notification",
    "detail.state",
    "FAILURE READY START STOP SUCCESS",
  ),
  states(
    "aws.batch",
    "Batch Job State Change",
    "detail.status",
    "SUBMITTED PENDING RUNNABLE STARTING RUNNING SUCCEEDED FAILED",
  ),
  states("aws.glue", "Glue Job State Change", "detail.state", "SUCCEEDED FAILED TIMEOUT STOPPED ERROR"),
  states(
    "aws.cloudwatch",
    "CloudWatch Alarm State Change",
    "detail.state.value",
    "OK ALARM INSUFFICIENT_DATA",
  ),
  states("aws.ecr", "ECR Image Action", "detail.action-type", "PUSH DELETE"),
  states("aws.ecr", "ECR Image Action", "detail.result", "SUCCESS FAILURE"),
  states(
    "aws.acm",
    "ACM Certificate Approaching Expiration",
    "detail-type",
    "ACM Certificate Approaching Expiration",
  ),
  states(
    "aws.autoscaling",
    "EC2 Instance Launch Successful",
    "detail-type",
    "EC2 Instance Launch Successful",
  ),
];

/** Detail types per source that differ only in case from what a pattern says are misspelled. */
export const knownDetailTypes: ReadonlySet<string> = new Set([
  ...knownEventValues.map((one) => one.detailType),
  "Object Created",
  "Object Deleted",
  "AWS API Call via CloudTrail",
  "AWS Console Sign In via CloudTrail",
  "Scheduled Event",
  "EC2 Spot Instance Interruption Warning",
  "GuardDuty Finding",
  "Security Hub Findings - Imported",
  "RDS DB Instance Event",
  "RDS DB Cluster Event",
  "AWS Health Event",
  "EC2 Instance-terminate Lifecycle Action",
  "EC2 Instance-launch Lifecycle Action",
  "ECS Service Action",
  "ECS Deployment State Change",
  "CloudFormation Stack Status Change",
  "Config Rules Compliance Change",
]);
