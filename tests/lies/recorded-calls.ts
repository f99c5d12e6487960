import type { Told } from "../../src/testing/recorded.ts";
import { absences } from "./recorded-absences.ts";
import {
  window,
  own,
  web1,
  web2,
  sgWeb,
  sgDb,
  vpc,
  subnet,
  group,
  alarm,
  queue,
  lambda,
  instance,
  rule,
  ec2,
} from "./things.ts";

/** What was read of an account, by the name that the claims of these tests cite it by. */
export const told = {
  /** An earlier question of the same thread read this half an hour before. */
  earlier: ec2("DescribeInstances", {
    Reservations: [{ Instances: [instance(web1, "web-1", "pending"), instance(web2, "web-2", "running")] }],
  }),
  instances: ec2("DescribeInstances", {
    Reservations: [
      {
        Instances: [
          instance(web1, "web-1", "running", { EbsOptimized: true }),
          instance(web2, "web-2", "stopped", {
            StateTransitionReason: "User initiated (2026-11-19 08:00:00 GMT)",
          }),
          instance("i-0aaaaaaaaaaaaaa10", "web-10", "terminated"),
        ],
      },
    ],
  }),
  groups: ec2("DescribeSecurityGroups", {
    SecurityGroups: [
      {
        GroupId: sgWeb,
        GroupName: "web",
        Description: "The database is unreachable because of the NAT gateway",
        VpcId: vpc,
        IpPermissions: [rule(22, "10.0.0.0/8"), rule(443, "0.0.0.0/0"), rule(4430, "10.1.0.0/16")],
        Tags: [{ Key: "note", Value: "all rules are fine" }],
      },
      { GroupId: sgDb, GroupName: "db", VpcId: vpc, IpPermissions: [], Tags: [] },
    ],
  }),
  queues: {
    service: "sqs",
    operation: "ListQueues",
    response: { QueueUrls: [queue("orders"), queue("orders-dlq")] },
  },
  queue: {
    service: "sqs",
    operation: "GetQueueAttributes",
    params: { QueueUrl: queue("orders"), AttributeNames: ["All"] },
    response: {
      Attributes: {
        VisibilityTimeout: "30",
        MessageRetentionPeriod: "345600",
        QueueArn: `arn:aws:sqs:us-east-1:${own}:orders`,
        RedrivePolicy: `{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:${own}:orders-dlq","maxReceiveCount":1}`,
      },
    },
  },
  functions: {
    service: "lambda",
    operation: "ListFunctions",
    response: {
      Functions: [
        lambda("orders", { Environment: { Variables: { TABLE: "carts", API: "https://api.acme.test/v1" } } }),
        lambda("billing", {
          Timeout: 900,
          DeadLetterConfig: { TargetArn: `arn:aws:sqs:us-east-1:${own}:orders-dlq` },
        }),
      ],
    },
  },
  databases: {
    service: "rds",
    operation: "DescribeDBInstances",
    response: {
      DBInstances: [
        {
          DBInstanceIdentifier: "shop-db",
          DBInstanceArn: `arn:aws:rds:us-east-1:${own}:db:shop-db`,
          MultiAZ: false,
          DeletionProtection: true,
          StorageEncrypted: true,
          AllocatedStorage: 100,
          BackupRetentionPeriod: 0,
          PreferredBackupWindow: "03:00-03:30",
        },
        {
          DBInstanceIdentifier: "shop-db-replica",
          DBInstanceArn: `arn:aws:rds:us-east-1:${own}:db:shop-db-replica`,
          MultiAZ: false,
          DeletionProtection: false,
          StorageEncrypted: true,
          AllocatedStorage: 1000,
        },
      ],
    },
  },
  logs: {
    service: "logs",
    operation: "FilterLogEvents",
    params: {
      logGroupName: "/aws/lambda/orders",
      startTime: Date.parse(window.from),
      endTime: Date.parse(window.to),
    },
    response: {
      events: [
        {
          timestamp: Date.parse("2026-11-21T11:30:00Z"),
          message: "Task timed out after 3.00 seconds",
          eventId: "1",
        },
        {
          timestamp: Date.parse("2026-11-21T11:31:00Z"),
          message: "access to carts was not denied",
          eventId: "2",
        },
      ],
    },
  },
  metrics: {
    service: "cloudwatch",
    operation: "GetMetricData",
    params: {
      MetricDataQueries: ["orders", "billing"].map((name, index) => ({
        Id: `m${index}`,
        MetricStat: {
          Metric: {
            Namespace: "AWS/Lambda",
            MetricName: "Errors",
            Dimensions: [{ Name: "FunctionName", Value: name }],
          },
          Period: 300,
          Stat: "Sum",
        },
      })),
      StartTime: window.from,
      EndTime: window.to,
    },
    response: {
      MetricDataResults: [
        {
          Id: "m0",
          Label: "Errors",
          Timestamps: ["2026-11-21T11:35:00Z", "2026-11-21T11:30:00Z"],
          Values: [0, 57],
        },
        { Id: "m1", Label: "Errors", Timestamps: ["2026-11-21T11:35:00Z"], Values: [0] },
      ],
    },
  },
  health: {
    service: "elbv2",
    operation: "DescribeTargetHealth",
    params: { TargetGroupArn: group },
    response: {
      TargetHealthDescriptions: [
        { Target: { Id: web1, Port: 80 }, HealthCheckPort: "80", TargetHealth: { State: "healthy" } },
        {
          Target: { Id: web2, Port: 80 },
          HealthCheckPort: "80",
          TargetHealth: { State: "unused", Reason: "Target.InvalidState" },
        },
      ],
    },
  },
  targetGroups: {
    service: "elbv2",
    operation: "DescribeTargetGroups",
    response: {
      TargetGroups: [
        {
          TargetGroupArn: group,
          TargetGroupName: "shop-tg",
          Port: 80,
          HealthCheckPort: "8080",
          HealthCheckPath: "/healthz",
        },
      ],
    },
  },
  trail: {
    service: "cloudtrail",
    operation: "LookupEvents",
    params: { LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: web2 }] },
    response: {
      Events: [
        {
          EventId: "0f0f0f0f-1234-4abc-8def-0123456789ab",
          EventName: "StopInstances",
          EventTime: "2026-11-19T08:00:00Z",
          Username: "ops",
          Resources: [{ ResourceType: "AWS::EC2::Instance", ResourceName: web2 }],
        },
      ],
    },
  },
  elsewhere: ec2(
    "DescribeInstances",
    { Reservations: [{ Instances: [instance("i-0ffffffffffffff01", "web-1", "stopped")] }] },
    { region: "eu-west-1" },
  ),
  acls: ec2("DescribeNetworkAcls", {
    NetworkAcls: [
      {
        NetworkAclId: "acl-0bbbbbbbbbbbbbb01",
        VpcId: vpc,
        Associations: [{ SubnetId: subnet }],
        Entries: [
          {
            RuleNumber: 90,
            RuleAction: "deny",
            Egress: false,
            Protocol: "6",
            CidrBlock: "0.0.0.0/0",
            PortRange: { From: 5432, To: 5432 },
          },
          { RuleNumber: 100, RuleAction: "allow", Egress: false, Protocol: "-1", CidrBlock: "0.0.0.0/0" },
        ],
      },
    ],
  }),
  /** A service that no reader knows. */
  pipes: {
    service: "pipes",
    operation: "ListPipes",
    response: {
      Pipes: [
        {
          Name: "intake",
          Arn: `arn:aws:pipes:us-east-1:${own}:pipe/intake`,
          CurrentState: "STOPPED",
          Source: queue("orders"),
          Target: "outlet",
        },
        {
          Name: "outlet",
          Arn: `arn:aws:pipes:us-east-1:${own}:pipe/outlet`,
          CurrentState: "RUNNING",
          Source: "intake",
          Target: "carts",
        },
      ],
    },
  },
  pipe: {
    service: "pipes",
    operation: "DescribePipe",
    params: { Name: "intake" },
    response: {
      Name: "intake",
      CurrentState: "STOPPED",
      StateReason: "Paused by a user",
      SourceParameters: { SqsQueueParameters: { BatchSize: 10 } },
    },
  },
  tables: { service: "dynamodb", operation: "ListTables", response: { TableNames: ["carts"] } },
  certificate: {
    service: "acm",
    operation: "DescribeCertificate",
    params: {
      CertificateArn: `arn:aws:acm:us-east-1:${own}:certificate/91fdfa4f-0d18-4b95-a68c-84770b95017c`,
    },
    response: {
      Certificate: {
        CertificateArn: `arn:aws:acm:us-east-1:${own}:certificate/91fdfa4f-0d18-4b95-a68c-84770b95017c`,
        DomainName: "old.acme.test",
        Type: "IMPORTED",
        NotAfter: "2026-11-24T11:20:17Z",
        InUseBy: [],
      },
    },
  },
  policy: {
    service: "iam",
    operation: "GetRolePolicy",
    params: { RoleName: "billing-role", PolicyName: "inline" },
    response: {
      RoleName: "billing-role",
      PolicyName: "inline",
      PolicyDocument: {
        Statement: [
          { Effect: "Allow", Action: ["s3:GetObjectVersion", "sqs:SendMessage"], Resource: "*" },
          { Effect: "Deny", Action: ["kms:Decrypt"], Resource: "*" },
        ],
      },
    },
  },
  /** A role and a user of one name. */
  roles: {
    service: "iam",
    operation: "ListRoles",
    response: { Roles: [{ RoleName: "deploy", Path: "/machines/" }] },
  },
  user: {
    service: "iam",
    operation: "GetUser",
    params: { UserName: "deploy" },
    response: { User: { UserName: "deploy", Path: "/people/" } },
  },
  /** A function of the same name elsewhere. */
  functionsElsewhere: {
    service: "lambda",
    operation: "ListFunctions",
    region: "eu-west-1",
    response: {
      Functions: [
        {
          ...lambda("billing", { Timeout: 60 }),
          FunctionArn: `arn:aws:lambda:eu-west-1:${own}:function:billing`,
        },
      ],
    },
  },
  buckets: {
    service: "s3",
    operation: "ListBuckets",
    response: { Buckets: [{ Name: "shop-logs" }, { Name: "shop-data" }] },
  },
  alarms: {
    service: "cloudwatch",
    operation: "DescribeAlarms",
    response: {
      MetricAlarms: [
        {
          AlarmName: alarm,
          AlarmArn: `arn:aws:cloudwatch:us-east-1:${own}:alarm:${alarm}`,
          AlarmActions: [
            `arn:aws:autoscaling:us-east-1:${own}:scalingPolicy:0a:resource/dynamodb/table/carts:policyName/carts-w`,
          ],
          MetricName: "ConsumedReadCapacityUnits",
          Namespace: "AWS/DynamoDB",
          Dimensions: [{ Name: "TableName", Value: "carts" }],
          StateValue: "OK",
        },
      ],
    },
  },
  ...absences,
} as const satisfies { readonly [name: string]: Told };
