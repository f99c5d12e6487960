import { describe, expect, it } from "vitest";
import { readQuestion } from "./read-question.ts";

const now = "2026-03-18T15:00:00.000Z";
const window = { from: "2026-03-18T12:00:00.000Z", to: now };
const read = (text: string) => readQuestion({ text, window, now });
const mention = (text: string, name: string) => read(text).mentions.find((one) => one.text === name);
const shown = (name: string | undefined) => name?.split("::").at(-1);

describe("classes of trouble", () => {
  const cases: readonly (readonly [text: string, symptom: string])[] = [
    ["web-frontend can't reach payments-db on 3306, it times out", "connectivity"],
    ["Why is i-0123456789abcdef0 unreachable over SSH?", "connectivity"],
    ["Connection refused when ledger-api talks to ledger-db", "connectivity"],
    ["No internet access from subnet-0a1b2c3d4e5f60718", "connectivity"],
    ["pip install hangs on builder-3, the private subnet has no internet", "connectivity"],
    ["RDP to win-jump does not connect", "connectivity"],
    ["The peering between blue and green is active but packets are black-holed", "connectivity"],
    ["Visitors cannot open https://store.example.org, it just hangs", "connectivity"],
    ["ping from edge-1 to edge-2 fails since the change", "connectivity"],
    ["Nobody can connect to the VPN host vpn-gw-1 any more", "connectivity"],
    ["curl from crawler to api.partner.io times out", "connectivity"],
    ["All targets of tg-search are unhealthy", "target-health"],
    ["The load balancer front-alb answers 502 Bad Gateway", "target-health"],
    ["Health checks of target group cart-tg fail", "target-health"],
    ["role etl-runner gets AccessDenied on s3:PutObject to data-lake-77", "access"],
    ["not authorized to perform: kms:Decrypt for user carol", "access"],
    ["User dana can't assume role ops-admin", "access"],
    ["Why is ingest-fn forbidden to write to table readings?", "access"],
    ["403 when reader downloads from s3://media-assets-12/a/b.png", "access"],
    ["Which permission does batch-role lack for dynamodb:Query?", "access"],
    ["sns:Publish to topic alerts is denied for app-role", "access"],
    ["AccessDeniedException calling GetSecretValue from notifier", "access"],
    ["the trust policy of deploy-role rejects account 111122223333", "access"],
    ["The server mail-relay is down", "instance-down"],
    ["instance db-proxy-2 was terminated, what happened?", "instance-down"],
    ["build-host does not respond: status checks fail", "instance-down"],
    ["AWS announced the retirement of cache-node-7", "instance-down"],
    ["report-gen is terribly slow since noon", "slow"],
    ["Users complain about high latency on checkout-api", "slow"],
    ["iowait on mysql-host is above 60%", "slow"],
    ["CPU of worker-9 is stuck at 10%, what limits it?", "slow"],
    ["The disk of log-collector is full, writes stopped", "slow"],
    ["Lambda resize-img crashes with Runtime.ExitError", "function-errors"],
    ["The function invoice-pdf fails since the last deploy", "function-errors"],
    ["Task timed out after 6.00 seconds in Lambda geo-lookup", "function-errors"],
    ["csv-import dies: Unable to import module 'app': cannot import name x", "function-errors"],
    ["Lambda tax-calc throws exceptions for half of the requests", "function-errors"],
    ["sms-gateway returns TooManyRequestsException", "throttling"],
    ["Why is Lambda ingest throttled although it is idle?", "throttling"],
    ["429 on every call of quote-engine", "throttling"],
    ["ProvisionedThroughputExceededException on table sessions", "throttling"],
    ["Rate exceeded errors from the API usage plan gold", "throttling"],
    ["Messages in queue mail-out are never processed", "delivery"],
    ["Queue resize-jobs keeps growing", "delivery"],
    ["The EventBridge rule nightly-export doesn't fire", "delivery"],
    ["S3 uploads do not trigger Lambda virus-scan", "delivery"],
    ["Topic price-updates does not deliver to queue price-in", "delivery"],
    ["Our cron job cleanup was not invoked last night", "delivery"],
    ["orders are processed twice by order-handler", "delivery"],
    ["dead-letter queue of shipments fills up", "delivery"],
    ["messages vanish from queue audit-in after an hour", "delivery"],
    ["The state machine onboarding fails in which state?", "workflow"],
    ["Step Functions execution 7f3a failed, why?", "workflow"],
    ["Objects in bucket raw-scans-9 are deleted after 7 days, who does that?", "storage"],
    ["Replication from bucket eu-docs-1 to us-docs-1 does not work", "storage"],
    ["Why can't we set a public-read ACL on bucket site-assets-3?", "storage"],
    ["volume data-9 can't be attached to instance app-9", "storage"],
    ["file contract.pdf in s3://legal-archive-8 was deleted, can we get it back?", "storage"],
    ["'too many connections' from database crm-main", "database"],
    ["Database ledger is out of storage: no space left", "database"],
    ["The RDS instance fleet-db is in incompatible-parameters", "database"],
    ["Redis evicts keys and the hit rate dropped", "database"],
    ["replica lag of reports-replica keeps rising", "database"],
    ["After the rotation billing-svc can't log in to the database", "secret"],
    ["app.internal.example does not resolve in vpc-0a1b2c3d", "dns"],
    ["NXDOMAIN for queue.corp.example", "dns"],
    ["Which load balancer does the CNAME www.example.net point to?", "dns"],
    ["The certificate of shop.example.com is about to expire", "tls"],
    ["TLS handshake error on api.example.com: certificate name mismatch", "tls"],
    ["ACM certificate for *.example.io is still pending validation", "tls"],
    ["ECS service billing can't pull its image", "containers"],
    ["Tasks of service mailout stop with exit code 137", "containers"],
    ["kubectl can't reach the EKS cluster data", "containers"],
    ["unable to place a task in cluster batch", "containers"],
    ["web-fleet-asg does not scale out at 90% CPU", "scaling"],
    ["Auto Scaling group render never launches instances", "scaling"],
    ["Why was the unhealthy instance in workers-asg not replaced?", "scaling"],
    ["Alarm disk-low is in ALARM but no notification arrived", "alarm"],
    ["Alarm p99-latency is flapping all night", "alarm"],
    ["There are no logs of Lambda sync-contacts", "logs"],
    ["Why are the old logs of /svc/auth gone?", "logs"],
    ["Is CloudTrail trail main-trail recording?", "trail"],
    ["Who changed security group db-access yesterday?", "audit"],
    ["Which user deleted bucket tmp-exports?", "audit"],
    ["Why did our AWS bill go up in February?", "cost"],
    ["Are we paying for unused volumes?", "cost"],
    ["Do we still need the database old-dwh, it is expensive", "cost"],
    ["Are any of our buckets public?", "exposure"],
    ["Is any instance exposed to the internet on port 3389?", "exposure"],
    ["List IAM users without MFA", "exposure"],
    ["Which queues can anyone on the internet send to?", "exposure"],
    ["Stack network ended in UPDATE_ROLLBACK_FAILED", "deployment"],
    ["CloudFormation stack api is stuck in DELETE_FAILED", "deployment"],
    ["What differs between stack core and its template, was it changed by hand?", "drift"],
    ["Which buckets violate our standard: versioned and encrypted?", "drift"],
    ["Our office gets 403 from cdn-alb, is it the WAF?", "waf"],
    ["Is anything wrong with order-queue?", "health"],
    ["Is recommender healthy?", "health"],
  ];
  it.each(cases)("%s → %s", (text, symptom) => {
    expect(read(text).symptoms?.[0]).toBe(symptom);
  });

  it("does not read trouble out of names", () => {
    expect(read("Is throttle-errors-queue all right?").symptoms ?? []).not.toContain("throttling");
  });
});

describe("names", () => {
  const cases: readonly (readonly [text: string, name: string, type: string | undefined])[] = [
    ["Why is instance web-1 down?", "web-1", "Instance"],
    ["the web-1 instance hangs", "web-1", "Instance"],
    ["the server named build-7 is gone", "build-7", "Instance"],
    ["Lambda pay-out fails", "pay-out", "Function"],
    ["pay-out Lambda fails", "pay-out", "Function"],
    ["function pay_out fails", "pay_out", "Function"],
    ["role ci-runner is denied", "ci-runner", "Role"],
    ["the ci-runner role is denied", "ci-runner", "Role"],
    ["user eve-ops has no MFA", "eve-ops", "User"],
    ["queue inbound-42 grows", "inbound-42", "Queue"],
    ["the dead-letter queue inbound-dlq fills", "inbound-dlq", "Queue"],
    ["topic news-out is silent", "news-out", "Topic"],
    ["bucket pics-2024-eu is public", "pics-2024-eu", "Bucket"],
    ["table user-sessions throttles", "user-sessions", "Table"],
    ["the users table throttles writes", "users", "Table"],
    ["database crm-main is full", "crm-main", "DBInstance"],
    ["the crm-main Postgres is full", "crm-main", "DBInstance"],
    ["alarm high-cpu-3 is red", "high-cpu-3", "Alarm"],
    ["stack edge is stuck", "edge", "Stack"],
    ["cluster data has no capacity", "data", "Cluster"],
    ["ECS service catalog restarts", "catalog", "Service"],
    ["tasks of checkout stop", "checkout", "Service"],
    ["EKS cluster lake is unreachable", "lake", "Cluster"],
    ["load balancer front-lb is down", "front-lb", "LoadBalancer"],
    ["ALB front-lb is down", "front-lb", "LoadBalancer"],
    ["target group front-tg is empty", "front-tg", "TargetGroup"],
    ["Auto Scaling group crunchers is stuck", "crunchers", "AutoScalingGroup"],
    ["ASG crunch-asg is stuck", "crunch-asg", "AutoScalingGroup"],
    ["security group db-in was changed", "db-in", "SecurityGroup"],
    ["sg db-in was changed", "db-in", "SecurityGroup"],
    ["rule every-night is disabled", "every-night", "Rule"],
    ["state machine sign-up-flow fails", "sign-up-flow", "StateMachine"],
    ["stream clicks is throttled", "clicks", "Stream"],
    ["the trail audit-all stopped", "audit-all", "Trail"],
    ["volume scratch-2 is full", "scratch-2", "Volume"],
    ["KMS key app-key is disabled", "app-key", "Key"],
    ["secret prod/crm/password was rotated", "prod/crm/password", "Secret"],
    ["Redis cache-main drops keys", "cache-main", "CacheCluster"],
    ["log group /svc/auth is empty", "/svc/auth", "LogGroup"],
    ["i-0123456789abcdef0 is gone", "i-0123456789abcdef0", "Instance"],
    ["sg-0123456789abcdef0 blocks it", "sg-0123456789abcdef0", "SecurityGroup"],
    ["nothing leaves subnet-0a1b2c3d", "subnet-0a1b2c3d", "Subnet"],
    ["s3://logs-bucket-7/2026/03/x.gz is missing", "logs-bucket-7", "Bucket"],
    ["'legacy-crm' does not answer", "legacy-crm", undefined],
    ["gitlab is slow", "gitlab", undefined],
    ["prometheus can't reach grafana", "grafana", undefined],
  ];
  it.each(cases)("%s names %s", (text, name, type) => {
    const found = mention(text, name);
    expect(found).toBeDefined();
    expect(shown(found?.type)).toBe(type);
  });

  it.each([
    "The read-only end-to-end health-check of our multi-az set-up times out",
    "Which users have console access without two-factor sign-in?",
    "Why is everything slow in us-east-1 and eu-west-2?",
    "The stack is in ROLLBACK_COMPLETE",
    "We moved to gp3 and t3 and use ipv6",
  ])("finds no certain name in: %s", (text) => {
    expect(read(text).mentions.filter(({ weak, kind }) => weak !== true && kind === "name")).toEqual([]);
  });

  it("takes a plain word for a name only weakly", () => {
    expect(mention("jenkins is slow", "jenkins")?.weak).toBe(true);
    expect(mention("instance web-1 is slow", "web-1")?.weak).toBeUndefined();
  });

  it("parts a bucket from its key", () => {
    const { mentions } = read("403 on s3://team-files-3/reports/q1.csv");
    expect(mentions.map(({ text, kind }) => [text, kind])).toEqual([
      ["team-files-3", "bucket"],
      ["reports/q1.csv", "path"],
    ]);
  });

  const actions: readonly (readonly [text: string, actions: readonly string[]])[] = [
    ["can't call ec2:RunInstances", ["ec2:RunInstances"]],
    ["GetObject and PutItem are denied", ["GetObject", "PutItem"]],
    ["s3:* is allowed", ["s3:*"]],
    ["the API is slow", []],
  ];
  it.each(actions)("actions of: %s", (text, actions) => {
    expect(read(text).actions).toEqual(actions);
  });

  it.each([
    ["account 111122223333 can't assume it", "111122223333", "account"],
    ["from 10.2.3.4", "10.2.3.4", "address"],
    ["from 10.2.0.0/16", "10.2.0.0/16", "cidr"],
    ["api.example.com is slow", "api.example.com", "host"],
    ["https://api.example.com/v1 is slow", "https://api.example.com/v1", "url"],
    ["arn:aws:sqs:eu-west-1:111122223333:jobs is empty", "arn:aws:sqs:eu-west-1:111122223333:jobs", "arn"],
    ["it says ResourceNotFoundException", "ResourceNotFoundException", "error"],
  ])("%s has %s as %s", (text, name, kind) => {
    expect(mention(text, name)?.kind).toBe(kind);
  });
});

describe("who starts and who is reached", () => {
  const cases: readonly (readonly [text: string, name: string, role: string | undefined])[] = [
    ["app-1 can't reach db-1", "app-1", "source"],
    ["app-1 can't reach db-1", "db-1", "target"],
    ["app-1 still can't connect to db-1", "app-1", "source"],
    ["Connections from app-1 to db-1 hang", "app-1", "source"],
    ["Connections from app-1 to db-1 hang", "db-1", "target"],
    ["Why does app-1 no longer reach db-1?", "db-1", "target"],
    ["app-1 is unable to talk to db-1", "app-1", "source"],
    ["I can't SSH to jump-2, jump-1 works", "jump-2", "target"],
    ["I can't SSH to jump-2, jump-1 works", "jump-1", "compared"],
    ["jump-2 is unreachable, unlike jump-1", "jump-1", "compared"],
    ["what is different from jump-1? jump-2 times out", "jump-1", "compared"],
    ["web-2 times out from the internet", "web-2", "target"],
    ["fn-1 times out calling api.example.com", "fn-1", "source"],
    ["AccessDenied for ci-runner on bucket pics-7", "ci-runner", "source"],
    ["role ci-runner can't read from bucket pics-7", "pics-7", "target"],
    ["ci-runner gets 403 from s3://pics-7/a.png", "ci-runner", "source"],
    ["role app-a can no longer assume role app-b", "app-b", "target"],
    ["app-a can list pics-7 but can't read it", "app-a", "source"],
  ];
  it.each(cases)("%s: %s is %s", (text, name, role) => {
    expect(mention(text, name)?.role).toBe(role);
  });

  it.each([
    ["web-2 is not reachable from the internet", "source"],
    ["Customers can't open web-2", "source"],
    ["fn-1 can't reach the internet", "target"],
    ["no internet from the private subnet", "target"],
    ["yum update hangs on host-3, no route", "target"],
    ["app-1 can't reach db-1", undefined],
  ])("the internet in: %s", (text, role) => {
    expect(read(text).mentions.find(({ type }) => type === "Internet")?.role).toBe(role);
  });
});

describe("ports, protocol, time and what is asked", () => {
  const ports: readonly (readonly [text: string, ports: readonly number[]])[] = [
    ["port 8443 is closed", [8443]],
    ["tcp/9000 times out", [9000]],
    ["http://x.example.com:8080 hangs", [8080]],
    ["we opened 5432", [5432]],
    ["SSH hangs", [22]],
    ["Postgres times out", [5432]],
    ["MySQL is unreachable", [3306]],
    ["HTTPS hangs, HTTP works", [443]],
    ["Redis does not answer", [6379]],
    ["since 14:30 it is slow", []],
    ["it fails with 503", []],
  ];
  it.each(ports)("ports of: %s", (text, ports) => {
    expect(read(text).ports).toEqual(ports);
  });

  it.each([
    ["ping fails", "icmp"],
    ["udp packets are lost", "udp"],
    ["tcp 22 is closed", "tcp"],
    ["it is slow", undefined],
  ])("protocol of: %s", (text, protocol) => {
    expect(read(text).protocol).toBe(protocol);
  });

  it.each([
    ["it fails since yesterday", "2026-03-17T00:00:00.000Z"],
    ["it failed last night", "2026-03-17T00:00:00.000Z"],
    ["since 09:00 UTC it fails", "2026-03-18T08:00:00.000Z"],
    ["it broke on Monday", "2026-03-16T00:00:00.000Z"],
    ["February's bill", "2026-02-01T00:00:00.000Z"],
    ["last week's logs", "2026-03-04T15:00:00.000Z"],
    ["every evening at 19:00", "2026-03-17T00:00:00.000Z"],
  ])("window of: %s", (text, from) => {
    expect(read(text).window).toEqual({ from, to: now });
    expect(read(text).timed).toBe(true);
  });

  it("keeps the given window where no time is named, and never narrows it", () => {
    expect(read("it is slow").window).toEqual(window);
    expect(read("it is slow for 5 minutes").window).toEqual(window);
  });

  it.each([
    ["Which buckets are public?", "facts"],
    ["List users without MFA", "facts"],
    ["Find idle volumes", "facts"],
    ["Any orphaned snapshots?", "facts"],
    ["Why is bucket pics-7 public?", "cause"],
    ["Which permission is missing?", "cause"],
    ["What is wrong with web-1?", "cause"],
    ["Is web-1 ok?", "health"],
    ["Is something wrong with web-1", "health"],
  ])("%s asks for %s", (text, asks) => {
    expect(read(text).asks).toBe(asks);
  });
});
