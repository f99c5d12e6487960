/**
 * Members that AWS leaves out of an answer where they do not apply. The service models hardly ever say what is always there (only `required` is sure), so this goes by
 * the names that the API references use for things that a resource may lack.
 */
const rarelyGiven =
  /^(?:tags?|tagset|taglist|keyname|platform|kernelid|ramdiskid|licenses|clienttoken|operator|productcodes|description|comment|notes|metadata|annotations|association|attachment|environment|layers|vpcconfig|deadletterconfig|filesystemconfigs|imageconfig.*|permissionsboundary|passwordlastused|lastuseddate|roleLastUsed|dbname|alias|logging.*|notification.*|originalresponse|instancelifecycle|capacityblockid|capacityreservationid|subscriptionid|rotation.*|lastrotateddate|lastaccesseddate|lastchangeddate|nextrotationdate|owningservice|primaryregion|replicationstatus|nextinvoketime|redrivepolicy|dataprotectionpolicy|retentionindays|executionrolearn|taskrolearn|exitcode|stoppedat|stoppedreason|startedby|group|healthstatus|expirationdate|deletiondate|validto|defaultvalue|outpostarn|outposturl)$/i;
const rarePart =
  /^(?:public(?:ip|dns)|ipv6|carrier|customerowned|outpost|spot|elastic(?:gpu|inference)|kms|sse|failure|error|iaminstanceprofile|replica|readreplica|secondary|global|pending|deleted?(?:at|date|time|on)|termination|lastfailure|previous|source(?:db|snapshot|backup|cluster|region|identifier)|monitoringrole|performanceinsights|domainmemberships|parent(?:id|arn|template|stack)?$|custom)|(?:reason|errormessage|errorcode|statusmessage|failuremessage|kmskeyid|kmskeyarn|expirytime|deletiontime|deletetime)$/i;
/** What answers carry to lead to the next page; given by whoever pages. */
const pageMember =
  /^(?:next(?:token|marker|page(?:token)?|keymarker|versionidmarker|uploadidmarker|continuationtoken)?|pagetoken|nextrecord.*|lastevaluated(?:key|tablename|.*)|.*continuationtoken|position)$/i;

export function isRarelyGiven(name: string, service: string): boolean {
  // A database has no endpoint until it is there; a subscription always has one.
  if (name === "Endpoint") return service === "rds";
  return rarelyGiven.test(name) || rarePart.test(name);
}

export function isPageMember(name: string): boolean {
  return pageMember.test(name);
}
