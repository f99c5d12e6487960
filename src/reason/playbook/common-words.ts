const words = `
a able about above access accessible account accounts across act action actions active activities activity actually add added after afternoon again against ago all allow allowed
allows almost already also although always am amount an and another answer answers any anybody anyone anything anywhere app apps appear appears application applications apply are around arrive arrives arriving
as ask asks at attach attached attempt attempts auth authentication authorized automatically available average away back backend bad balance balancer batch be because become becomes been before behind being below best better between big bill
billed black block blocked blocking blocks blue both bottleneck bring broke broken browser browsers bug build builds but buy by call called caller calling calls came can cannot capacity cause caused causes causing certain
change changed changes charge charged check checked checks clean clear client clients close closed cloud code cold colleague come comes common company compare compared complain complains complaining complete completely compliance
compliant config configuration configured connect connected connecting connection connections connectivity connects consider consistent constantly consume consumed consumer consumers consumes consuming contain content continue continues
copy correct correctly cost costs could count cpu crash crashed crashes crashing create created creates creating creation credentials current currently customer customers cut daily data date day days dead debug december default delay
delayed delete deleted deletes deliver delivered delivers delivery denied denies deny deploy deployed deploying deployment deploys destination detail details dev did didn't die died dies differ difference different differs
direct directly disabled disappear disappeared disappears disk display do does doesn't doing done don't door double doubled down download downloads drift drop dropped dropping drops due during each earlier early easily edit either else empty enable enabled
encrypted encryption end ended ends engineer enough entire entirely environment error errors especially etc evening event events ever every everybody everyone everything evidence exact exactly example except exceeded exception executed execution exhausted exist exists exit
exits expect expected expire expired expires explain exposed external extra fail failed failing fails failure failures fast fault few field file files fill filled filling fills final finally finance find fine finish finished finishes fire fired
fires first fix fixed for forbidden found four friday from front full fully function further gave get gets getting give given gives go goes going gone good got graph group grow growing grows guess had hand hang hanging hangs happen
happened happening happens hard has have haven't having he health healthy hear heavy help her here high higher hit hits hold hour hours how however http https huge i idea idle if ignored immediately impact in incident incoming indeed inside instead
interface intermittent intermittently internal internet into invoke invoked is isn't issue issues it item items its itself job jobs just keep keeping keeps kept key kill killed kind knows know last late lately latency latest lead least leave left less
let level like limit limited limits line list listed lists little live load loaded loading loads local log logged logging login logs long longer look looked looking looks lose losing loss lost lot low lower made mail main maintenance make makes making
many march match matches matching matter matters maximum may maybe me mean means memory mention message messages might migration minute minutes miss missed misses missing mobile moment monday money month monthly months more morning most move moved much multiple
must my name named names need needed needs network never new newest newly next night nightly no nobody node nodes non none noon normal normally not nothing notice noticed notification notifications notified now number object objects obvious occasionally october of off
office offline often ok okay old on once one ones online only onto open opened opening opens operation operations or order other others our out outage outbound outgoing output outside over overloaded overnight own owner page pages paging paid pain painfully part partner password past
path pattern pay paying peak pending people per perfectly performance period permission permissions person pipeline place placed plan please point pointed pointing points policies policy port ports possible previous previously price private probably problem problems process processed processes processing 
produce producer producers production project proper properly protocol prove provide public publicly pull pulled pulling pulls push put query question queue quickly quit quite quota random randomly rate rather reach reachable reached reaches reaching read reading reads ready real really reason reasons reboot
rebooted rebuilt receive received receives receiving recent recently recover recovering recreated red redirect refactor refuse refused refuses region reject rejected release remove removed report reported reports request requests require required requires resolve resolved resolves resolving resource resources respond responding responds response responses restart restarted
restarting result results retried retries retry return returned returning returns revision right role rollback rolled rotated rotation route routes rule rules run running runs safe said sales same saturday saved save say saying says scale scaled scales scaling schedule scheduled second seconds secret secrets secure security
see seem seems seen send sender sending sends sent september serious serve server service services set sets setting settings setup seven several shared she should show shows shrinks shut side sign simple since single site six size slow slower slowly small so software some somebody someone something
sometimes soon source space specific spike spikes stack stage staging standard start started starting starts state stays status stay still stop stopped stopping stops storage store stored straight strange stuck succeed succeeds success successful such suddenly sunday support supposed sure suspect switch system systems table take taken
takes taking target targets task tasks team tell ten test tests text than that that's the their them then there these they thing things think this those though thought thousand three throttle throttled throttles throttling through throughput thursday time timed timeout timeouts times timing to today together told
tomorrow too took top total touch trace traffic tried trigger triggered triggering triggers trouble true try trying tuesday turn turned twice two type unable unavailable under unhealthy unknown unreachable until up update updated updates upgrade upload uploaded uploading uploads us usage use used user users uses using usual usually value values
version versions very via view wait waited waiting waits want wanted wants warm warning was waste wasting way we web wednesday week weekend weeks well went were what what's when where whether which while who whole whom whose why will with within without won't wondering word work worked worker working works world worse worst would write writes writing
written wrong yes yesterday yet you your zone infrastructure backup backups audit auditor auditors compliance vendor reference image images limits entry entries request hop chain nobody else ourselves third second trail burst credits ingest ingests upstream downstream uploads orphaned unattached unused idle stale
aws amazon lambda lambdas ec2 rds s3 sqs sns iam kms vpc vpcs ecs eks ecr elb alb nlb acm dns tls ssl ssh tcp udp http https url urls uri api apis arn json yaml xml csv pdf cli sdk boto3 python node java postgres postgresql mysql redis mongo kafka docker kubernetes kubectl terraform dynamodb dynamo cloudformation cloudwatch cloudtrail cloudfront route53
eventbridge kinesis firehose elasticache fargate waf secretsmanager ssm sts mfa nat igw nacl acl acls asg sg ami ebs efs eip eips ip ips cidr subnet subnets gateway gateways peering endpoint endpoints bucket buckets topic topics queue queues instance instances database databases db dbs cluster clusters stream streams volume volumes snapshot snapshots
alarm alarms alert alerts metric metrics dashboard record records certificate certificates cert certs hosted domain listener listeners role roles policy policies permissions principal trust boundary scp firewall firewalls rules table tables group groups function functions container containers template templates parameter parameters handler runtime layer
package module stacktrace trace concurrency reserved provisioned throttles dlq dlqs redrive consumer machine machines host hosts vm vms server servers box bastion site website stripe github google usd eur gb mb kb tb utc gmt est cet am pm jan feb mar apr jun jul aug sep oct nov dec january february april june july august november
acceptable hi hello thanks thank hey urgent asap currently kinda somehow maybe bit bits via versus vs per throws throw thrown raises throwing logs crash loops loop looping flapping spam spams spamming correct wrongly actual deep weird odd weirdly sudden noticed users' team's everything's isn wasn doesn didn couldn wouldn shouldn aren hasn haven don won ain ve ll re
`;

/** Plain English and AWS vocabulary: a name made of one such word is taken for a name only beside a type word. */
export const commonWords: ReadonlySet<string> = new Set(words.split(/\s+/).filter((word) => word !== ""));

const compounds = `
read-only read-write write-only state-change state-changes time-out time-outs look-up log-in sign-in sign-on auto-scaling autoscaling-group cross-account cross-region end-to-end on-demand health-check health-checks
attach-volume update-service pre-signed presigned multi-az single-az public-read public-read-write private-only load-balancer load-balancers target-group security-group security-groups route-table dead-letter
real-time self-signed two-factor multi-factor long-running short-lived one-off out-of-memory out-of-date up-to-date so-called e-mail e-mails follow-up roll-back rolled-back blue-green third-party in-use
least-privilege day-to-day built-in cold-start cold-starts re-deploy re-deployed re-created sub-domain in-memory pre-prod non-prod non-production open-source high-cpu low-cpu back-end front-end set-up
log-group log-groups event-driven event-bridge cloud-watch state-machine step-functions inter-region intra-vpc by-hand well-known newly-created per-second per-minute half-open ip-address write-heavy read-heavy
double-charged double-charge right-sized over-provisioned under-provisioned over-sized point-in-time scale-out scale-in scale-up scale-down life-cycle clean-up drop-off start-up shut-down
time-to-live back-off re-try re-tries user-data x-ray customer-managed aws-managed server-side client-side hop-account account-wide world-readable world-writable internet-facing role-based
post-mortem root-cause on-call run-book sanity-check multi-region cost-wise week-long hour-long min-max max-connections half-empty half-full no-one re-enabled re-encrypted un-encrypted non-compliant non-encrypted
access-denied not-found bad-gateway internal-server-error connection-refused connection-reset
`;

/** Hyphenated words that are English or AWS vocabulary rather than names. */
export const commonCompounds: ReadonlySet<string> = new Set(
  compounds.split(/\s+/).filter((word) => word !== ""),
);

/** A compound that describes: all parts are common and it ends or begins as only descriptions do ("like-for-like", "AdministratorAccess-like", "t3-sized"). */
export function isDescription(word: string): boolean {
  const lower = word.toLowerCase();
  if (commonCompounds.has(lower)) return true;
  if (/^\d+-(?:minute|hour|day|week|month|year|second|node|gb|tb|mb)s?$/.test(lower)) return true;
  return (
    /-(?:like|based|wide|sized|only|related|level|free|style|facing|side|ish|specific|driven|aware)$/.test(
      lower,
    ) || /^(?:non|un|re|pre|self|semi|half)-[a-z]+ed$/.test(lower)
  );
}
