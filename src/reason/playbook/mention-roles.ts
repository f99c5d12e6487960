import type { Mention } from "../../core/question.ts";
import type { MentionAt } from "./read-mentions.ts";

type Role = NonNullable<Mention["role"]>;

const negation = String.raw`(?:can(?:'t|not| not| no longer)|could(?:n't| not)|unable to|fail(?:s|ed|ing)? to|(?:isn't|is not|not|no longer) (?:able|allowed|authorized|permitted) to|no longer|won't|will not|do(?:es)?(?:n't| not)|did(?:n't| not)|refuses to|may not|never|not authorized to perform|stopped being able to)`;
const reachVerb = String.raw`(?:reach|connect(?:ing)?|talk|speak|access|read|write|get|fetch|call|invoke|assume|ssh|rdp|ping|resolve|pull|send|publish|open|load|download|upload|list|see|find|put|save|decrypt|encrypt|log ?in|login|sign in|query|mount|attach|use|open a connection|hit|contact|delete|deliver|get through|get into|get to|consume|receive|push|browse|telnet|curl|perform)`;
const cannotReach = new RegExp(`${negation}(?:\\s+\\w+){0,3}?\\s+${reachVerb}\\b`, "i");
const succeedsOtherwise =
  /^\s*(?:still |itself |alone |there )?(?:works|work|is fine|are fine|is ok|is okay|does(?! not|n't)|gets them|gets it|can(?!'t|not| not| no| only)(?= too| it|,|;|[.!?]|\s+(?:still |do |reach |connect |access |read |write |get )[^.?!]*(?:fine|without|too))|gets? (?:through|in|there)\b|connects|can(?: still)? (?:reach|connect|get through)|is healthy|has no such|has no problem|keeps working|behaves)\b(?!\s*(?:not|n't|but\b))(?![^.?!]{0,40}\bbut (?!not|bastion))/i;
const comparison =
  /\b(?:unlike|different (?:from|to|than)|differs? from|compared (?:to|with)|like|than|instead of|while|whereas|but not(?: for| from)?|other than|same as|(?:works|fine|ok) (?:for|on|from|with|via))\s+(?:\w+\s+){0,2}$/i;
const passive =
  /^\s*(?:\([^)]*\)\s*)?(?:(?:web ?site|instance|server|database|postgres|mysql|db|load balancer|alb|host|bucket|endpoint|cluster|port \d+)\s+)?(?:just |simply |always |only |is |are |has been |was |became )*(?:not |un)?(?:times? out|timing out|hangs?|down|unreachable|reachable|unavailable|accessible|inaccessible|does(?:n't| not) (?:load|answer|respond|open|accept)|isn't|refuses|not (?:loading|answering|responding)|offline|dead|broken)/i;

/** Who starts, who is reached and who is merely compared. Deterministic and only a first guess: what is found in the account may correct it. */
export function withRoles(text: string, mentions: readonly MentionAt[]): readonly MentionAt[] {
  const barrier = cannotReach.exec(text);
  const before = barrier
    ? mentions.filter(
        (mention) => mention.end <= barrier.index && sameSentence(text, barrier.index, mention.start),
      )
    : [];
  const pairs = new Map([...pairRoles(text, mentions), ...contrastRoles(text, mentions)]);
  const starters = new Set([before.at(-1), before.findLast((mention) => mention.weak !== true)]);
  return mentions.map((mention) => {
    const role = pairs.get(mention) ?? roleOf(text, mention, barrier, starters.has(mention));
    return role === undefined ? mention : { ...mention, role };
  });
}

/** "a -> b" and "a to b" say by themselves who starts and who is reached. */
function pairRoles(text: string, mentions: readonly MentionAt[]): readonly (readonly [MentionAt, Role])[] {
  return mentions.flatMap((mention, index) => {
    const next = mentions.slice(index + 1).find((other) => other.start >= mention.end);
    if (!next || mention.weak === true || next.weak === true) return [];
    const between = text.slice(mention.end, next.start);
    const arrow = /^["'”`)]?\s*(?:-{1,2}>|=>|→|➔|⇒)\s*(?:the |our )?(?:[\w-]+ ){0,2}["'“`(]?$/.test(between);
    const words = /^["'”`)]?\s+(?:over )?to\s+(?:the |our )?(?:[a-z]+ ){0,2}["'“`(]?$/.test(between);
    const moved =
      /\b(?:moved|renamed|migrated|switched|upgraded|changed|pointed|attached|added|associated|belongs?|due)\s+(?:\S+\s+){0,2}$/i;
    if (!arrow && (!words || moved.test(text.slice(0, mention.start)))) return [];
    return [
      [mention, "source"],
      [next, "target"],
    ] as const;
  });
}

const denial =
  /^\s*(?:box |host |instance |one )?(?:doesn't|does not|can't|cannot|can not|won't|couldn't|isn't|is not|never does|not)\s*(?=[.,;:!?)—-]|$|(?:any ?more|at all|either|though|and|but)\b)/i;
const fineThere =
  /^[^.;!?]*?\b(?:talks?|connects?|gets?|reach(?:es)?|speaks?|sees?|can)\b[^.;!?]*\b(?:just fine|fine|ok|okay|works?|without (?:any )?(?:problems?|trouble)|no problem)\b/i;

/** "a talks to b just fine, c doesn't": c fails at what a does, so it starts, and b is reached. */
function contrastRoles(
  text: string,
  mentions: readonly MentionAt[],
): readonly (readonly [MentionAt, Role])[] {
  const named = mentions.filter((mention) => mention.weak !== true);
  const failing = named.find((mention) => denial.test(text.slice(mention.end)));
  const working = failing && named.find((mention) => mention.end < failing.start);
  if (!failing || !working || !fineThere.test(text.slice(working.end, failing.start))) return [];
  const reached = named.filter((mention) => mention.start > working.end && mention.end < failing.start);
  if (reached.length !== 1) return [];
  return [
    [working, "compared"],
    [failing, "source"],
    ...reached.map((mention) => [mention, "target"] as const),
  ];
}

function roleOf(
  text: string,
  mention: MentionAt,
  barrier: RegExpExecArray | null,
  starts: boolean,
): Role | undefined {
  const before = text.slice(0, mention.start);
  const after = text.slice(mention.end);
  const near = before.slice(-60);
  if (succeedsOtherwise.test(after)) return "compared";
  if (comparison.test(near) && !/\b(?:looks?|sounds?|seems?|feels?)\s+like\s+$/i.test(near))
    return "compared";
  const preposition =
    /^.*\b(from|out of|to|towards?|into|onto|reach(?:es|ing)?|against|by|via|for|on|in|at|of)\s+(?:the |our |my |a |an |its |their )?(?:[\w-]+\s+){0,2}?["'“`(]?$/is
      .exec(near)?.[1]
      ?.toLowerCase();
  if (preposition === "from" || preposition === "out of") return takesFrom(near) ? "target" : "source";
  if (preposition !== undefined && /^(?:to|towards?|into|onto|against|reach\w*)$/.test(preposition))
    return /\b(?:moved|renamed|migrated|switched|upgraded|due)\s+(?:\S+\s+){0,3}to\s+\S*$/i.test(near)
      ? undefined
      : "target";
  if (barrier && sameSentence(text, barrier.index, mention.start)) {
    if (mention.start >= barrier.index + barrier[0].length) return "target";
    if (starts) return "source";
  }
  if (
    passive.test(after) &&
    !/^\s*(?:just |always )?(?:times? out|hangs?)\s+(?:calling|on|when|while|connecting|talking|reaching|reading|against)/i.test(
      after,
    )
  )
    return "target";
  if (
    /^\s*(?:lambda |function |role |user |instance )?(?:times? out|hangs?|gets?|receives?|sees?|fails?|is denied|is not authorized|crashes|can (?:list|read|see|reach|get|connect|assume|write)|has (?:\S+ ){1,4}but (?:still )?can(?:'t|not))\b/i.test(
      after,
    )
  )
    return "source";
  if (
    preposition === "by" ||
    (preposition === "for" && /(?:denied|\b403|forbidden|unauthorized|rejected)\b[^.?!]*$/i.test(near))
  )
    return "source";
  return undefined;
}

/** "download from x", "read messages from x": x is reached though the word is `from`. */
function takesFrom(near: string): boolean {
  return /\b(?:download\w*|pull\w*|read\w*|fetch\w*|load\w*|get\w*|consum\w*|receiv\w*|errors?|responses?|disappear\w*|vanish\w*|gone|missing|restor\w*|delet\w*|remov\w*|timeouts?|replicat\w*)\s+(?:[\w-]+\s+){0,3}from\s+(?:the |our |its )?(?:[\w-]+\s+){0,2}["'“`]?$/i.test(
    near,
  );
}

function sameSentence(text: string, a: number, b: number): boolean {
  return !/[.?!]\s/.test(text.slice(Math.min(a, b), Math.max(a, b)));
}

const outside = String.raw`(?:the )?(?:public )?(?:internet|outside(?: world)?|world|web|everywhere|home|the office|our office|office|outside the vpc)`;

/** How the internet takes part: it starts ("from the internet", customers, browsers), it is reached ("no internet access"), or not at all. */
export function internetRole(text: string): "source" | "target" | undefined {
  if (new RegExp(String.raw`\b(?:from|by)\s+${outside}\b`, "i").test(text)) return "source";
  if (
    /\b(?:publicly|public(?:ly)? (?:accessible|exposed|reachable)|exposed to|open to the (?:world|internet)|to the world|anyone on the internet)\b/i.test(
      text,
    )
  )
    return "source";
  if (
    /\b(?:no|without|lost|lose|loses|have|has|any|reach(?:es|ing)?|call(?:s|ing)?|to|access(?:ing)?|for|towards?|outbound|get to|talk to)\s+(?:outbound |any |the |public |working )*internet\b|\binternet (?:access|connectivity|egress)\b|\boutbound\b|\begress\b/i.test(
      text,
    )
  )
    return "target";
  if (/\b(?:yum|apt(?:-get)?|pip|npm|docker pull|curl)\b/i.test(text)) return "target";
  if (
    /\b(?:nobody|customers?|users?|visitors?|browsers?|everybody|everyone|clients|public (?:web)?site|people)\b/i.test(
      text,
    )
  )
    return "source";
  return undefined;
}
