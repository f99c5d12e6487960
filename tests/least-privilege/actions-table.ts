/** Operation → actions, with where it stands. `operation{Member}` is a request that gives that member. One line a row, several actions separated by `+`. */
export const sources: readonly { readonly source: string; readonly rows: string }[] = [
  {
    source: "Amazon S3 User Guide, Required permissions for Amazon S3 API operations",
    rows: `
      s3 ListBuckets = s3:ListAllMyBuckets
      s3 ListDirectoryBuckets = s3express:ListAllMyDirectoryBuckets
      s3 HeadBucket = s3:ListBucket
      s3 ListObjects = s3:ListBucket
      s3 ListObjectsV2 = s3:ListBucket
      s3 ListObjectVersions = s3:ListBucketVersions
      s3 ListMultipartUploads = s3:ListBucketMultipartUploads
      s3 ListParts = s3:ListMultipartUploadParts
      s3 GetBucketLocation = s3:GetBucketLocation
      s3 GetBucketAcl = s3:GetBucketAcl
      s3 GetBucketPolicy = s3:GetBucketPolicy
      s3 GetBucketPolicyStatus = s3:GetBucketPolicyStatus
      s3 GetBucketVersioning = s3:GetBucketVersioning
      s3 GetBucketLogging = s3:GetBucketLogging
      s3 GetBucketWebsite = s3:GetBucketWebsite
      s3 GetBucketCors = s3:GetBucketCORS
      s3 GetBucketTagging = s3:GetBucketTagging
      s3 GetBucketRequestPayment = s3:GetBucketRequestPayment
      s3 GetBucketOwnershipControls = s3:GetBucketOwnershipControls
      s3 GetBucketEncryption = s3:GetEncryptionConfiguration
      s3 GetBucketLifecycleConfiguration = s3:GetLifecycleConfiguration
      s3 GetBucketLifecycle = s3:GetLifecycleConfiguration
      s3 GetBucketReplication = s3:GetReplicationConfiguration
      s3 GetBucketNotificationConfiguration = s3:GetBucketNotification
      s3 GetBucketAccelerateConfiguration = s3:GetAccelerateConfiguration
      s3 GetBucketInventoryConfiguration = s3:GetInventoryConfiguration
      s3 ListBucketInventoryConfigurations = s3:GetInventoryConfiguration
      s3 GetBucketMetricsConfiguration = s3:GetMetricsConfiguration
      s3 ListBucketMetricsConfigurations = s3:GetMetricsConfiguration
      s3 GetBucketAnalyticsConfiguration = s3:GetAnalyticsConfiguration
      s3 ListBucketAnalyticsConfigurations = s3:GetAnalyticsConfiguration
      s3 GetBucketIntelligentTieringConfiguration = s3:GetIntelligentTieringConfiguration
      s3 GetObjectLockConfiguration = s3:GetBucketObjectLockConfiguration
      s3 GetPublicAccessBlock = s3:GetBucketPublicAccessBlock
      s3 HeadObject = s3:GetObject
      s3 HeadObject{VersionId} = s3:GetObjectVersion
      s3 GetObject = s3:GetObject
      s3 GetObject{VersionId} = s3:GetObjectVersion
      s3 GetObjectAcl = s3:GetObjectAcl
      s3 GetObjectAcl{VersionId} = s3:GetObjectVersionAcl
      s3 GetObjectTagging = s3:GetObjectTagging
      s3 GetObjectTagging{VersionId} = s3:GetObjectVersionTagging
      s3 GetObjectAttributes = s3:GetObjectAttributes + s3:GetObject
      s3 GetObjectAttributes{VersionId} = s3:GetObjectVersionAttributes + s3:GetObjectVersion
      s3 GetObjectRetention = s3:GetObjectRetention
      s3 GetObjectLegalHold = s3:GetObjectLegalHold
      s3 SelectObjectContent = s3:GetObject
      s3 CopyObject = s3:PutObject + s3:GetObject
      s3 UploadPart = s3:PutObject
      s3 UploadPartCopy = s3:PutObject + s3:GetObject
      s3 CreateMultipartUpload = s3:PutObject
      s3 CompleteMultipartUpload = s3:PutObject
      s3 AbortMultipartUpload = s3:AbortMultipartUpload
      s3 PutObject = s3:PutObject
      s3 PutObject{ACL} = s3:PutObject + s3:PutObjectAcl
      s3 PutObject{Tagging} = s3:PutObject + s3:PutObjectTagging
      s3 PutObjectAcl{VersionId} = s3:PutObjectVersionAcl
      s3 DeleteObject = s3:DeleteObject
      s3 DeleteObject{VersionId} = s3:DeleteObjectVersion
      s3 DeleteObject{BypassGovernanceRetention} = s3:DeleteObject + s3:BypassGovernanceRetention
      s3 DeleteObjects = s3:DeleteObject
      s3 DeleteBucketEncryption = s3:PutEncryptionConfiguration
      s3 DeleteBucketLifecycle = s3:PutLifecycleConfiguration
      s3 DeleteBucketReplication = s3:PutReplicationConfiguration
      s3 DeleteBucketTagging = s3:PutBucketTagging
      s3 DeletePublicAccessBlock = s3:PutBucketPublicAccessBlock
      s3 DeleteBucketPolicy = s3:DeleteBucketPolicy
      s3 PutBucketEncryption = s3:PutEncryptionConfiguration
      s3 PutBucketNotificationConfiguration = s3:PutBucketNotification
      s3 PutPublicAccessBlock = s3:PutBucketPublicAccessBlock
      s3 PutObjectLockConfiguration = s3:PutBucketObjectLockConfiguration
      s3 CreateBucket{ACL} = s3:CreateBucket + s3:PutBucketAcl
      s3control GetPublicAccessBlock = s3:GetAccountPublicAccessBlock
      s3control PutPublicAccessBlock = s3:PutAccountPublicAccessBlock
      s3control ListAccessPoints = s3:ListAccessPoints
      s3control GetAccessPointPolicy = s3:GetAccessPointPolicy
      s3control GetAccessPointScope = s3express:GetAccessPointScope`,
  },
  {
    source: "AWS Lambda Developer Guide, Actions of Lambda API operations",
    rows: `
      lambda Invoke = lambda:InvokeFunction
      lambda InvokeWithResponseStream = lambda:InvokeFunction
      lambda GetLayerVersionByArn = lambda:GetLayerVersion
      lambda GetFunction = lambda:GetFunction
      lambda GetFunctionConfiguration = lambda:GetFunctionConfiguration
      lambda GetPolicy = lambda:GetPolicy
      lambda ListFunctions = lambda:ListFunctions
      lambda ListEventSourceMappings = lambda:ListEventSourceMappings
      lambda ListTags = lambda:ListTags
      lambda GetFunctionConcurrency = lambda:GetFunctionConcurrency`,
  },
  {
    source: "API Gateway Developer Guide, IAM policies for managing APIs (HTTP verbs)",
    rows: `
      apigateway GetRestApis = apigateway:GET
      apigateway GetStages = apigateway:GET
      apigateway GetResources = apigateway:GET
      apigateway GetAccount = apigateway:GET
      apigateway GetTags = apigateway:GET
      apigateway CreateDeployment = apigateway:POST
      apigateway UpdateStage = apigateway:PATCH
      apigateway DeleteRestApi = apigateway:DELETE
      apigateway PutMethod = apigateway:PUT
      apigateway TestInvokeMethod = apigateway:POST
      apigatewayv2 GetApis = apigateway:GET
      apigatewayv2 GetRoutes = apigateway:GET
      apigatewayv2 GetIntegrations = apigateway:GET
      apigatewayv2 CreateApi = apigateway:POST
      apigatewayv2 UpdateRoute = apigateway:PATCH
      apigatewayv2 DeleteApi = apigateway:DELETE
      apigatewaymanagementapi PostToConnection = execute-api:ManageConnections
      apigatewaymanagementapi GetConnection = execute-api:ManageConnections`,
  },
  {
    source: "Amazon DynamoDB Developer Guide, API permissions, and IAM policies for PartiQL",
    rows: `
      dynamodb GetItem = dynamodb:GetItem
      dynamodb BatchGetItem = dynamodb:BatchGetItem
      dynamodb TransactGetItems = dynamodb:GetItem
      dynamodb TransactWriteItems = dynamodb:PutItem + dynamodb:UpdateItem + dynamodb:DeleteItem + dynamodb:ConditionCheckItem
      dynamodb DescribeTable = dynamodb:DescribeTable
      dynamodb DescribeContinuousBackups = dynamodb:DescribeContinuousBackups
      dynamodb ExecuteStatement = dynamodb:PartiQLSelect + dynamodb:PartiQLInsert + dynamodb:PartiQLUpdate + dynamodb:PartiQLDelete
      dynamodbstreams DescribeStream = dynamodb:DescribeStream
      dynamodbstreams GetRecords = dynamodb:GetRecords
      dynamodbstreams ListStreams = dynamodb:ListStreams`,
  },
  {
    source: "Service Authorization Reference: services whose API is called otherwise than their prefix",
    rows: `
      elbv2 DescribeLoadBalancers = elasticloadbalancing:DescribeLoadBalancers
      elbv2 DescribeTargetHealth = elasticloadbalancing:DescribeTargetHealth
      elbv2 DescribeTags = elasticloadbalancing:DescribeTags
      elb DescribeInstanceHealth = elasticloadbalancing:DescribeInstanceHealth
      cloudwatch DescribeAlarms = cloudwatch:DescribeAlarms
      cloudwatch GetMetricData = cloudwatch:GetMetricData
      cloudwatch GetMetricStatistics = cloudwatch:GetMetricStatistics
      logs DescribeLogGroups = logs:DescribeLogGroups
      logs FilterLogEvents = logs:FilterLogEvents
      logs StartQuery = logs:StartQuery
      logs GetQueryResults = logs:GetQueryResults
      logs ListTagsForResource = logs:ListTagsForResource
      ses GetSendQuota = ses:GetSendQuota
      sesv2 GetAccount = ses:GetAccount
      sesv2 ListEmailIdentities = ses:ListEmailIdentities
      efs DescribeFileSystems = elasticfilesystem:DescribeFileSystems
      efs DescribeMountTargets = elasticfilesystem:DescribeMountTargets
      stepfunctions DescribeStateMachine = states:DescribeStateMachine
      stepfunctions GetExecutionHistory = states:GetExecutionHistory
      resourcegroupstaggingapi GetResources = tag:GetResources
      resourcegroupstaggingapi GetTagKeys = tag:GetTagKeys
      service-quotas ListServiceQuotas = servicequotas:ListServiceQuotas
      service-quotas GetServiceQuota = servicequotas:GetServiceQuota
      opensearch DescribeDomain = es:DescribeDomain
      opensearch ListDomainNames = es:ListDomainNames
      events ListRules = events:ListRules
      events ListTargetsByRule = events:ListTargetsByRule
      scheduler GetSchedule = scheduler:GetSchedule
      ce GetCostAndUsage = ce:GetCostAndUsage
      config DescribeConfigRules = config:DescribeConfigRules
      cognito-idp DescribeUserPool = cognito-idp:DescribeUserPool
      application-autoscaling DescribeScalableTargets = application-autoscaling:DescribeScalableTargets
      autoscaling DescribeAutoScalingGroups = autoscaling:DescribeAutoScalingGroups
      docdb DescribeDBClusters = rds:DescribeDBClusters
      neptune DescribeDBInstances = rds:DescribeDBInstances
      emr ListClusters = elasticmapreduce:ListClusters
      mwaa ListEnvironments = airflow:ListEnvironments
      amp ListWorkspaces = aps:ListWorkspaces
      accessanalyzer ListFindingsV2 = access-analyzer:ListFindings
      cloudcontrol GetResource = cloudformation:GetResource
      bedrock-runtime Converse = bedrock:InvokeModel
      bedrock-runtime ConverseStream = bedrock:InvokeModelWithResponseStream
      budgets DescribeBudgets = budgets:ViewBudget
      keyspaces GetTable = cassandra:Select
      sso-admin ListPermissionSets = sso:ListPermissionSets
      timestream-query Query = timestream:Select
      iot-data GetThingShadow = iot:GetThingShadow
      pinpoint GetApps = mobiletargeting:GetApps
      location ListMaps = geo:ListMaps
      opensearchserverless ListCollections = aoss:ListCollections
      lexv2-models ListBots = lex:ListBots
      kinesisanalyticsv2 ListApplications = kinesisanalytics:ListApplications
      greengrassv2 ListComponents = greengrass:ListComponents`,
  },
  {
    source: "Service Authorization Reference: actions called like their operations, and batches that are not",
    rows: `
      ec2 DescribeInstances = ec2:DescribeInstances
      ec2 DescribeSecurityGroups = ec2:DescribeSecurityGroups
      ec2 GetConsoleOutput = ec2:GetConsoleOutput
      ec2 SearchTransitGatewayRoutes = ec2:SearchTransitGatewayRoutes
      ec2 GetManagedPrefixListEntries = ec2:GetManagedPrefixListEntries
      iam GetRole = iam:GetRole
      iam GetAccountAuthorizationDetails = iam:GetAccountAuthorizationDetails
      iam SimulatePrincipalPolicy = iam:SimulatePrincipalPolicy
      rds DescribeDBInstances = rds:DescribeDBInstances
      rds DownloadDBLogFilePortion = rds:DownloadDBLogFilePortion
      rds ListTagsForResource = rds:ListTagsForResource
      sns GetTopicAttributes = sns:GetTopicAttributes
      sns PublishBatch = sns:Publish
      sqs GetQueueAttributes = sqs:GetQueueAttributes
      sqs SendMessageBatch = sqs:SendMessage
      sqs DeleteMessageBatch = sqs:DeleteMessage
      sqs ChangeMessageVisibilityBatch = sqs:ChangeMessageVisibility
      kms DescribeKey = kms:DescribeKey
      kms ReEncrypt = kms:ReEncryptFrom + kms:ReEncryptTo
      kms ListGrants = kms:ListGrants
      secretsmanager DescribeSecret = secretsmanager:DescribeSecret
      ssm GetParametersByPath = ssm:GetParametersByPath
      ssm DescribeInstanceInformation = ssm:DescribeInstanceInformation
      ecs DescribeServices = ecs:DescribeServices
      ecs ListTagsForResource = ecs:ListTagsForResource
      eks DescribeCluster = eks:DescribeCluster
      ecr DescribeRepositories = ecr:DescribeRepositories
      kinesis DescribeStreamSummary = kinesis:DescribeStreamSummary
      firehose DescribeDeliveryStream = firehose:DescribeDeliveryStream
      redshift DescribeClusters = redshift:DescribeClusters
      elasticache DescribeCacheClusters = elasticache:DescribeCacheClusters
      cloudformation DescribeStackEvents = cloudformation:DescribeStackEvents
      cloudfront GetDistributionConfig = cloudfront:GetDistributionConfig
      cloudfront CreateDistributionWithTags = cloudfront:CreateDistribution + cloudfront:TagResource
      cloudtrail LookupEvents = cloudtrail:LookupEvents
      organizations ListPoliciesForTarget = organizations:ListPoliciesForTarget
      route53 ListResourceRecordSets = route53:ListResourceRecordSets
      guardduty ListFindings = guardduty:ListFindings
      wafv2 GetWebACL = wafv2:GetWebACL
      acm DescribeCertificate = acm:DescribeCertificate
      backup ListBackupJobs = backup:ListBackupJobs
      glacier ListVaults = glacier:ListVaults
      sts GetCallerIdentity = sts:GetCallerIdentity`,
  },
];
