/** A class of trouble and the words that speak of it, each with its weight. */
interface SymptomWords {
  readonly symptom: string;
  readonly words: readonly (readonly [weight: number, pattern: string])[];
}

const symptomWords: readonly SymptomWords[] = [
  {
    symptom: "connectivity",
    words: [
      [4, "(?:nothing|nobody|no one|none of) (?:\\S+ ){0,6}?(?:reachable|reach|open|connect)"],
      [
        3,
        "can(?:'t|not| not) be (?:opened|reached|loaded|contacted|pinged)|(?:nothing|no traffic|no packets?|no connections?) (?:gets?|goes|comes|passes|makes it) through|black ?hole",
      ],
      [
        3,
        "(?:tim(?:es?|ed|ing) out|hangs?|hanging) (?:\\w+ ){0,2}?(?:talking|connecting|calling|reaching|contacting|reading from|writing to|trying to (?:reach|connect|call))",
      ],
      [
        3,
        "(?:can(?:'t|not| not| no longer)|could(?:n't| not)|unable to|fails? to|no longer|nobody can|not able to) (?:\\w+ ){0,3}?(?:reach|connect|talk to|open|ping|ssh|rdp|get to|contact|telnet|curl)",
      ],
      [
        3,
        "unreachable|not reachable|black-?holed?|connection (?:refused|timed out|timeout|reset)|no route|reachability|no (?:outbound )?internet|internet access|without internet|network path",
      ],
      [
        2,
        "tim(?:es?|ed|ing) out|time-?outs?|hangs?|hanging|ssh|rdp|icmp|ping|connectivity|peering|nat gateway|outbound|egress|vpn|firewall",
      ],
      [
        2,
        "(?:site|website|web server|alb|load balancer|page) (?:\\S+ ){0,2}(?:is )?(?:down|offline|dead)|down from outside|from (?:the )?(?:internet|outside)|reach(?:es|able|ing)? (?:the )?internet",
      ],
      [
        3,
        "(?:n't|not|no longer|never) (?:answer|respond|repl(?:y|ies))\\w* (?:\\S+ ){0,4}(?:from|on port|over)",
      ],
      [
        2,
        "(?:talks?|talking|speaks?) to|(?:gateway|vpc|interface) endpoint|gets? through|load balancer times",
      ],
      [
        1,
        "network|connect(?:ion|ions|s|ing)?|port|security groups?|subnets?|route tables?|private ips?|unhealthy",
      ],
    ],
  },
  {
    symptom: "target-health",
    words: [
      [
        3,
        "unhealthy (?:targets?|hosts?|members?)|targets? (?:\\S+ ){0,4}unhealthy|health ?checks?|members are unhealthy|no healthy",
      ],
      [2, "50[234]|bad gateway|target groups?|service unavailable|unhealthy"],
    ],
  },
  {
    symptom: "access",
    words: [
      [
        6,
        "\\w*access ?denied\\w*|not authorized to perform|unauthorizedoperation|authorization ?error|is not authorized|assume ?role|[\\w-]+:[a-z]\\w+ (?:\\S+ ){0,3}denied",
      ],
      [4, "(?:not|n't) (?:\\w+ ){0,2}?(?:allow|permit|grant|let)\\w*"],
      [
        4,
        "access ?denied\\w*|is denied|are denied|was denied|not authorized|unauthorized(?:operation)?|forbidden|permission denied|no permissions?|which permissions?|(?:sts:)?assume ?role|assumes? role|accessdeniedexception",
      ],
      [
        3,
        "403s?|(?:can(?:'t|not| no longer)) (?:\\w+ ){0,2}?(?:assume|decrypt|encrypt)|trust policy|explicit deny|iam polic(?:y|ies)|kms errors?|not allowed to|authoriz\\w+",
      ],
      [2, "permissions?|polic(?:y|ies)|denied|kms|decrypt|boundary|scp"],
      [
        2,
        "(?:can(?:'t|not| no longer)|unable to|fails? to) (?:\\w+ ){0,2}?(?:read|write|save|download|upload|list|put|get(?! (?:to|through|in|into|there|out|past|back to)\\b)|delete|invoke|call|publish|send)",
      ],
    ],
  },
  {
    symptom: "keys",
    words: [
      [
        8,
        "kms\\.?\\w*(?:exception|errors?)|kms errors?|\\w*kmsinvalidstate\\w*|disabledexception|(?:key|cmk) (?:\\S+ ){0,3}(?:is |was |got )?(?:disabled|pending deletion|scheduled for deletion)|pending deletion",
      ],
    ],
  },
  {
    symptom: "instance-down",
    words: [
      [
        3,
        "(?:instance|server|host|machine|vm) (?:\\S+ ){0,3}(?:is )?(?:down|dead|gone|stopped|not responding|terminated)|not responding|rebooted|retirement|status checks?|terminated|went away|crashed? (?:at|over)|hardware",
      ],
      [2, "is down|went down|is dead|stopped|offline|down since|won't (?:start|boot)|what happened to"],
      [1, "server|instance|reboot\\w*|hangs?|start"],
    ],
  },
  {
    symptom: "slow",
    words: [
      [
        3,
        "(?:disk|volume|filesystem|root) (?:\\S+ ){0,4}(?:is |was )?full|slow\\w*|sluggish|latency|overloaded|i\\/?o ?wait|bottleneck|performance|takes (?:too |very )?long|painfully|lagg\\w+|cpu (?:\\S+ ){0,4}(?:stuck|high|100|9\\d|pinned)|out of (?:memory|disk)|disk full|ran out|run out|burst|credits?",
      ],
      [2, "cpu|iops|throughput|memory|saturated|hang(?:s|ing)?|response times?|full|stopped? writing"],
    ],
  },
  {
    symptom: "function-errors",
    words: [
      [
        3,
        "importmoduleerror|runtime\\.\\w+|task timed out|runtime exited|signal: ?killed|out of memory|stack ?trace|cannot import|unhandled|resourcenotfound\\w*|cold starts?",
      ],
      [3, "(?:lambda|function) (?:\\S+ ){0,3}(?:fail|error|crash|die|time|throw|return)\\w*"],
      [
        2,
        "crash\\w*|exception|errors?|fails?|failing|500|dies|5xx|throws?|environment variable|last deploy|module|handler",
      ],
    ],
  },
  {
    symptom: "throttling",
    words: [
      [
        4,
        "throttl\\w*|429|toomanyrequests\\w*|rate ?exceeded|provisionedthroughput\\w*|too many requests|concurren\\w*|limit exceeded|slowdown",
      ],
      [2, "capacity|limits?|quota|reserved"],
    ],
  },
  {
    symptom: "delivery",
    words: [
      [
        3,
        "(?:never|not|no longer|n't|stops?|stopped) (?:\\w+ ){0,3}?(?:fir(?:e|es|ed|ing)|trigger\\w*|arriv\\w*|deliver\\w*|invoked?|consum\\w*|process\\w*|receiv\\w*|match\\w*|run)|stays? empty|keeps? growing|backlog|piling up|stuck in (?:the )?queue|messages? (?:\\S+ ){0,3}(?:lost|gone|disappear\\w*|vanish\\w*|missing)",
      ],
      [
        4,
        "(?:updates?|changes?|events?|messages?|records?|orders?|notifications?|uploads?|files?|objects?|jobs?|mails?) (?:\\S+ ){0,5}?(?:never|don't|do not|no longer|not|doesn't) (?:\\w+ ){0,2}?(?:reach|arrive|show up|land|appear|come)",
      ],
      [
        4,
        "trace the|whole pipeline|pipeline from|end to end|gives? no result|where does it (?:break|stop|end)|lost (?:events|messages)",
      ],
      [
        3,
        "dead ?-?letter|dlqs?|duplicates?|twice|several times|more than once|redrive|retries|visibility|event source|eventbridge|subscri\\w+|notifications?(?! (?:arrive|mail))",
      ],
      [
        2,
        "queues?|topics?|messages?|events?|consumers?|producers?|triggers?|schedul\\w+|cron|nightly|rules?|sqs|sns|kinesis|pipeline|end to end|drop(?:ped)? messages|fan-?out|poll\\w*|invoked",
      ],
    ],
  },
  {
    symptom: "workflow",
    words: [[4, "state machines?|step ?functions?|workflow|executions? (?:\\S+ )?failed|which state"]],
  },
  {
    symptom: "storage",
    words: [
      [
        3,
        "replicat\\w*|lifecycle|objects? (?:\\S+ ){0,4}(?:disappear\\w*|vanish\\w*|delet\\w*|gone|missing)|delete marker|versioning|\\bacls?\\b|accesscontrollistnotsupported|public-read|get it back|attach-?volume|can't attach|attach(?:ing|ed|ment)?|volumein\\w+|who deletes|object ownership|glacier",
      ],
      [
        2,
        "disappear\\w*|vanish\\w*|s3|buckets?|objects?|uploads?|archive|snapshots?|volumes?|efs|mount|attach",
      ],
    ],
  },
  {
    symptom: "database",
    words: [
      [
        3,
        "no space left|read-?only|too many (?:clients|connections)|max_connections|storage[- ]?full|replica(?:tion)? lag|deadlock|failover|incompatible-\\w+|won't modify|parameter groups?|accept connections|connection (?:pressure|alert|errors?)|evict\\w*|hit rate|slow quer\\w*",
      ],
      [
        2,
        "databases?|\\bdbs?\\b|rds|postgres\\w*|mysql|aurora|redis|cache|dynamodb|tables?|\\w+-db\\b|elasticache|log ?in|rotat\\w+|credentials?|password",
      ],
    ],
  },
  {
    symptom: "secret",
    words: [
      [4, "rotat(?:ion|ed|e|es|ing)|password authentication|wrong password|can't log ?in|log in to"],
      [2, "secrets?|password|credentials?"],
    ],
  },
  {
    symptom: "dns",
    words: [
      [
        4,
        "dns|does(?:n't| not) resolve|don't resolve|not resolv\\w+|nxdomain|hosted zones?|\\bcnames?\\b|name resolution|where does \\S+ point|private zones?|name servers?|delegat\\w+|servfail|names? (?:\\w+ )?(?:fail|do not|don't)|private hosted",
      ],
      [2, "records?|domain|resolv\\w+|points? to|names? fail|doesn't load"],
    ],
  },
  {
    symptom: "tls",
    words: [
      [
        4,
        "certificates?|\\bcerts?\\b|tls|ssl|net::err_cert\\w*|handshake|pending validation|name mismatch|acm",
      ],
      [1, "https|expir\\w+"],
    ],
  },
  {
    symptom: "containers",
    words: [
      [
        4,
        "ecs|fargate|eks|kubernetes|kubectl|cannotpull\\w*|image pull|pods?|task definitions?|resourceinitializationerror|can(?:'t|not) place|unable to place|api server|container",
      ],
      [2, "tasks?|services?|docker|images?|exit code|placement"],
    ],
  },
  {
    symptom: "scaling",
    words: [
      [
        4,
        "auto ?-?scaling|scal(?:e|es|ed|ing) (?:out|in|up|down)|\\basgs?\\b|\\w+-asg\\b|desired capacity|launch(?:es)? (?:in|fail)\\w*|suspended process\\w*|not replaced|replacement",
      ],
      [2, "capacity|instances? (?:\\S+ ){0,3}(?:replaced|launched)|shrinks?|stuck at|scal\\w+|insufficient"],
    ],
  },
  {
    symptom: "alarm",
    words: [
      [
        4,
        "alarms?|flapping|paging|paged|insufficient_data|nobody (?:\\S+ ){0,3}(?:mail|notified|paged|called)|no notification|in alarm",
      ],
      [2, "notif\\w+|alerts?|on-?call|mail"],
    ],
  },
  {
    symptom: "logs",
    words: [
      [
        4,
        "no logs?|log groups?|logs? (?:\\S+ ){0,4}(?:gone|missing|lost|stopped|empty)|retention|logs at all|hours of logs|(?:last \\w+'s|old) logs",
      ],
      [1, "logs?|logging"],
    ],
  },
  {
    symptom: "trail",
    words: [
      [5, "cloudtrail|trails?\\b|\\w+-trail\\b|api activity"],
      [2, "audit\\w*|record\\w*"],
    ],
  },
  {
    symptom: "audit",
    words: [
      [
        4,
        "who (?:\\w+ ){0,2}?(?:changed|opened|deleted|created|did|modified|stopped|terminated|removed|added|touched|disabled|made|launched|detached)|(?<!nothing (?:else )?(?:has |was )?)(?:changed|modified|deleted|opened|touched) (?:\\S+ ){0,6}(?:yesterday|last|today|and when|by whom)|by whom|which user",
      ],
    ],
  },
  {
    symptom: "cost",
    words: [
      [
        4,
        "costs? (?:\\S+ )?(?:doubled|tripled|grew|increased|exploded|rose|went up|jumped)|cost (?:per|of|by)",
      ],
      [
        4,
        "costs?|bill(?:s|ed)?\\b|spend\\w*|expensive|paying|pay for|usd|dollars?|euros?|wast\\w+|savings?|cheaper|budget|invoice from aws|finops",
      ],
      [
        4,
        "unused|idle|orphaned|unattached|without using|still need|used by anyone|(?:anyone|anybody) (?:still |even |really )?(?:us(?:e|es|ing)|need\\w*)|still (?:in use|used)|ingests|ingesting|ingestion",
      ],
    ],
  },
  {
    symptom: "exposure",
    words: [
      [
        4,
        "(?:buckets?|databases?|snapshots?|queues?|topics?|amis?|functions?|keys?) (?:\\S+ ){0,3}public|publicly|open to the (?:world|internet)|(?:is|are|really|really be) public|public (?:\\w+ )?(?:buckets?|access|snapshots?|amis?|topics?|queues?|databases?|functions?|repositor\\w+)|strangers?|shared with (?:everyone|everybody|anyone|all|the world)|exposed|exposure|anyone on the internet|unauthenticated|without auth\\w*|without mfa|no mfa|two active keys|outside our account|world-readable|reachable (?:on|from) (?:\\S+ ){0,3}internet|from the internet\\?",
      ],
      [
        2,
        "hygiene|security audit|mfa|access keys?|who can|who outside|anyone|leak\\w*|encrypted|unencrypted|function urls?",
      ],
    ],
  },
  {
    symptom: "deployment",
    words: [
      [
        4,
        "cloudformation|rollback_\\w+|create_in_progress|update_rollback\\w*|create_failed|delete_failed|\\bstacks?\\b|custom resource",
      ],
      [
        2,
        "deploy\\w*|rollback|revision|newest task|bug is still|release|pipeline|(?:old|last \\w+'s|previous) (?:image|build|code|version|ami)|new (?:ami|image|version|build|code)",
      ],
    ],
  },
  {
    symptom: "drift",
    words: [
      [5, "drift\\w*|by hand|differs? from (?:the )?template|from the template|manual(?:ly)? chang\\w*"],
      [
        4,
        "standard|complian\\w+|violat\\w*|conform\\w*|baseline|policy: all|must all be|must be (?:encrypted|versioned|tagged|private|blocked|enabled|on|off)",
      ],
    ],
  },
  {
    symptom: "waf",
    words: [
      [4, "\\bwaf\\b|web acls?|ip sets?|who blocks|blocked by"],
      [3, "403 (?:only )?from|403 from"],
      [1, "403|blocks?"],
    ],
  },
  {
    symptom: "health",
    words: [
      [
        3,
        "is (?:anything|something) wrong|is \\S+ (?:ok|okay|sick|healthy|up|all right|alright|fine|in trouble)\\b|\\bhealth\\?|\\b(?:check|look at|examine|inspect) (?:its|whether|if|the|on)|is it an incident|do we (?:have|need) to act|healthy\\?|any (?:problem|issue)s? with|wrong with \\S+\\?",
      ],
    ],
  },
];

const compiled = symptomWords.map(({ symptom, words }) => ({
  symptom,
  words: words.map(([weight, pattern]) => ({
    weight,
    expression: new RegExp(`(?<![\\w-])(?:${pattern})(?!\\w)`, "gi"),
  })),
}));

/** Symptom classes of the text, strongest first. A pattern counts once however often it matches; several patterns of a class add up. */
export function symptomsIn(text: string): readonly string[] {
  const plain = text.replaceAll("’", "'");
  return compiled
    .map(({ symptom, words }, order) => ({
      symptom,
      order,
      score: words.reduce((sum, { weight, expression }) => {
        const distinct = new Set([...plain.matchAll(expression)].map((match) => match[0].toLowerCase()));
        return sum + weight * Math.min(distinct.size, 2) * (distinct.size > 1 ? 0.75 : 1);
      }, 0),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.order - b.order)
    .map(({ symptom }) => symptom);
}

/** What kind of answer the question wants. */
export function asksFor(said: string): "cause" | "facts" | "health" {
  // A word inside a name ("audit-delivery") asks for nothing.
  const text = said.replaceAll(/(?<![\w-])[a-z0-9]+(?:[-_][a-z0-9]+)+(?![\w-])/gi, (name) =>
    /^(?:point|end|in|on|of|re|un|non|multi)-/i.test(name) ? name : "it",
  );
  if (
    /^(?:\W*\w+\W+){0,12}?\b(?:why|what (?:happened|is wrong|'s wrong|is missing|is blocking|went wrong)|reason|cause)\b/i.test(
      text,
    ) &&
    !/^\s*(?:which|who|list|find|show|any)\b/i.test(text)
  )
    return "cause";
  if (
    /\b(?:which of (?:our|the|your)|which (?:\w+ ){0,2}\w+s (?:and (?:\w+ ){1,2})?(?:are|have|can|could|violate|do|lack|still|allow|grant|expire)|which (?:\w+ ){1,3}(?:can be|will|could be)|list (?:all|the|our|every|users|any|iam)|show (?:me|all)|find (?:all|idle|instances|unused|every|any)|how many|are there any|is there any|any (?:\w+ ){0,2}(?:orphaned|unused|public|open|unauthenticated|unencrypted|idle|exposed)|is any|do any|audit|compare|standard:|who outside|is \w+ open to)\b/i.test(
      text,
    )
  )
    return "facts";
  if (
    /\b(?:is (?:anything|something) wrong|is \S+ (?:ok|okay|sick|healthy|up|all right|alright|fine)\b|\bhealth\?|is it an incident|do we (?:have|need) to act|check its|any (?:problem|issue)s? with)/i.test(
      text,
    )
  )
    return "health";
  return "cause";
}
