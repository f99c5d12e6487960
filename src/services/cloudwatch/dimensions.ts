/** Which resource a metric is about: namespace, dimension, and the type it identifies (CloudWatch User Guide, services that publish metrics). */
const about: readonly (readonly [namespace: string, dimension: string, type: string])[] = [
  ["AWS/Lambda", "FunctionName", "AWS::Lambda::Function"],
  ["AWS/SQS", "QueueName", "AWS::SQS::Queue"],
  ["AWS/RDS", "DBInstanceIdentifier", "AWS::RDS::DBInstance"],
  ["AWS/RDS", "DBClusterIdentifier", "AWS::RDS::DBCluster"],
  ["AWS/EC2", "InstanceId", "AWS::EC2::Instance"],
  ["AWS/EC2", "AutoScalingGroupName", "AWS::AutoScaling::AutoScalingGroup"],
  ["CWAgent", "InstanceId", "AWS::EC2::Instance"],
  ["AWS/EBS", "VolumeId", "AWS::EC2::Volume"],
  ["AWS/AutoScaling", "AutoScalingGroupName", "AWS::AutoScaling::AutoScalingGroup"],
  ["AWS/DynamoDB", "TableName", "AWS::DynamoDB::Table"],
  ["AWS/Kinesis", "StreamName", "AWS::Kinesis::Stream"],
  ["AWS/ElastiCache", "CacheClusterId", "AWS::ElastiCache::CacheCluster"],
  ["AWS/SNS", "TopicName", "AWS::SNS::Topic"],
  ["AWS/Events", "RuleName", "AWS::Events::Rule"],
  ["AWS/States", "StateMachineArn", "AWS::StepFunctions::StateMachine"],
  ["AWS/ECS", "ServiceName", "AWS::ECS::Service"],
  ["AWS/Logs", "LogGroupName", "AWS::Logs::LogGroup"],
  ["AWS/S3", "BucketName", "AWS::S3::Bucket"],
  ["AWS/ApplicationELB", "TargetGroup", "AWS::ElasticLoadBalancingV2::TargetGroup"],
  ["AWS/ApplicationELB", "LoadBalancer", "AWS::ElasticLoadBalancingV2::LoadBalancer"],
  ["AWS/NetworkELB", "TargetGroup", "AWS::ElasticLoadBalancingV2::TargetGroup"],
  ["AWS/NetworkELB", "LoadBalancer", "AWS::ElasticLoadBalancingV2::LoadBalancer"],
  ["AWS/NATGateway", "NatGatewayId", "AWS::EC2::NatGateway"],
  ["AWS/EFS", "FileSystemId", "AWS::EFS::FileSystem"],
  ["AWS/ApiGateway", "ApiName", "AWS::ApiGateway::RestApi"],
  ["AWS/Firehose", "DeliveryStreamName", "AWS::KinesisFirehose::DeliveryStream"],
];

/** The resource that a metric of this namespace with these dimensions measures, the closest one where it names several. */
export function measuredResource(
  namespace: string,
  dimensions: Readonly<Record<string, string>>,
): { readonly type: string; readonly id: string } | undefined {
  for (const [space, dimension, type] of about) {
    const value = dimensions[dimension];
    if (space === namespace && value !== undefined) return { type, id: value };
  }
  return undefined;
}
