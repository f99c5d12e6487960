import type { Mention } from "../../core/question.ts";
import { commonWords, isDescription } from "./common-words.ts";
import type { TypeWordAt } from "./type-words.ts";
import { typeOfId } from "./id-types.ts";

export interface MentionAt extends Mention {
  readonly start: number;
  readonly end: number;
}

type Kind = Mention["kind"];

const region =
  /^(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov|-iso[a-z]?)?-(?:central|east|north|northeast|northwest|south|southeast|southwest|west)-\d[a-z]?$/;

/** Forms that say by themselves what they are; an earlier form keeps its place from later ones. */
const forms: readonly { readonly kind: Kind; readonly expression: RegExp; readonly group?: number }[] = [
  { kind: "arn", expression: /\barn:aws[\w-]*:[\w-]*:[\w-]*:\d*:[^\s"'`,;)]*[\w*/]/g },
  { kind: "bucket", expression: /\bs3:\/\/[a-z0-9][\w.-]*[a-z0-9](?:\/[^\s"'`,;)?]*)?/g },
  { kind: "url", expression: /\bhttps?:\/\/[^\s"'`,;)]*[\w/]/g },
  { kind: "cidr", expression: /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}\b/g },
  { kind: "address", expression: /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)/g },
  { kind: "account", expression: /(?<![\w.-])\d{12}(?![\w.-])/g },
  { kind: "id", expression: /(?<![\w/-])[a-z]{1,12}(?:-[a-z]{2,8})?-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![\w-])/g },
  { kind: "id", expression: /(?<![\w-])(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}(?![\w-])/g },
  {
    kind: "id",
    expression: /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/g,
  },
  { kind: "action", expression: /(?<![\w:/])[a-z][a-z0-9-]{1,30}:(?:[A-Z][A-Za-z0-9]+\*?|\*)(?![\w:/])/g },
  {
    kind: "error",
    expression:
      /(?<![\w:/-])(?:[A-Z][A-Za-z0-9]*\.)?[A-Z][A-Za-z0-9]*(?:Exception|Error|Denied|Exceeded|NotFound|Failure|Unauthorized|Forbidden|TooManyRequests|Throttled)(?![\w-])/g,
  },
  {
    kind: "action",
    expression:
      /(?<![\w:/-])(?:Abort|Add|Assume|Attach|Associate|Batch|Cancel|Change|Complete|Copy|Create|Decrypt|Delete|Deregister|Describe|Detach|Disable|Enable|Encrypt|Execute|Filter|Generate|Get|Head|Import|Invoke|List|Modify|Pass|Publish|Put|Query|Re[Ee]ncrypt|Receive|Register|Remove|Restore|Revoke|Run|Scan|Send|Set|Start|Stop|Tag|Terminate|Transact|Update|Upload|Validate)[A-Z][A-Za-z0-9]*(?![\w-])/g,
  },
  { kind: "path", expression: /(?<![\w:/.])\/[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.*-]+)*\/?(?![\w])/g },
  {
    kind: "host",
    expression:
      /(?<![\w@/.-])(?:\*\.)?(?:[a-z0-9_](?:[\w-]*[a-z0-9])?\.)+(?:[a-z]{2,24})(?![\w/-])(?=[.,;:!?)'"\s]|$)/g,
  },
];

const fileEndings =
  /\.(?:csv|json|xlsx?|pdf|txt|jpe?g|png|gif|ya?ml|py|js|ts|zip|tar|gz|log|html?|xml|docx?|parquet|handler|main|sh|conf|ini|md|sql|mp4|mov)$/i;

const nameForm =
  /(?<![\w./:@-])[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)+(?![\w-])|(?<![\w./:@-])[A-Za-z]+\d+[A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*(?![\w-])|(?<![\w./:@-])[a-z0-9]+(?:[-_][A-Za-z0-9]+)*[-_][a-z][A-Za-z0-9]*(?![\w-])/g;
const quoted = /["“`]([\w./:@ -]{2,80}?)["”`]|(?<![\w])'([\w./:@-]{2,80}?)'(?![\w])/g;
const introduced = /\b(?:named|called|name is|id)\s+["'“`]?([A-Za-z0-9][\w./-]*[A-Za-z0-9])/gi;
const keyPath = /(?<![\w:/.-])([A-Za-z0-9_-]+(?:\/[A-Za-z0-9_.-]+)+\/?)(?![\w])/g;
const fileName =
  /(?<![\w:/.-])([\w-]+\.(?:csv|json|xlsx?|pdf|txt|jpe?g|png|gif|ya?ml|zip|tar|gz|log|html?|xml|docx?|parquet|sql|mp4|mov))(?![\w])/gi;

/** Everything in the text that could name a resource. Plain words are `weak`: names only if something is called so. */
export function readMentions(text: string, typeWords: readonly TypeWordAt[]): readonly MentionAt[] {
  const taken: MentionAt[] = [];
  const free = (start: number, end: number): boolean =>
    !taken.some((one) => start < one.end && end > one.start);
  const take = (mention: MentionAt): void => {
    if (mention.end > mention.start && free(mention.start, mention.end)) taken.push(mention);
  };
  for (const { kind, expression } of forms) {
    for (const match of text.matchAll(expression))
      for (const one of ofForm(kind, match[0], match.index)) take(one);
  }
  for (const match of text.matchAll(fileName))
    take({ text: match[0], kind: "path", start: match.index, end: match.index + match[0].length });
  for (const match of text.matchAll(quoted)) {
    const inner = match[1] ?? match[2] ?? "";
    if (/^[\w./:@-]+$/.test(inner))
      take({ text: inner, kind: "name", start: match.index + 1, end: match.index + 1 + inner.length });
  }
  for (const match of text.matchAll(introduced)) {
    const name = match[1] ?? "";
    const start = match.index + match[0].length - name.length;
    if (
      !commonWords.has(name.toLowerCase()) &&
      !typeWords.some((word) => start < word.end && start + name.length > word.start)
    )
      take({ text: name, kind: "name", start, end: start + name.length });
  }
  for (const match of text.matchAll(keyPath)) {
    if (isKeyPath(match[0]))
      take({ text: match[0], kind: "path", start: match.index, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(nameForm)) {
    if (isName(match[0], match.index, typeWords))
      take({ text: match[0], kind: "name", start: match.index, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(/(?<![\w./:@'-])[A-Za-z][A-Za-z0-9]{1,40}(?![\w/@-]|[.:]\w|::)/g)) {
    const start = match.index;
    const end = start + match[0].length;
    const isTypeWord = typeWords.some((word) => start < word.end && end > word.start);
    if (isTypeWord || !isWeakName(text, start, end, match[0], typeWords)) continue;
    take({ text: match[0], kind: "name", weak: true, start, end });
  }
  return taken.toSorted((a, b) => a.start - b.start).map((mention) => withTypes(mention, text, typeWords));
}

function ofForm(kind: Kind, found: string, start: number): readonly MentionAt[] {
  const end = start + found.length;
  if (kind === "id" && !/^(?:AKIA|ASIA|AROA|AIDA)/.test(found)) {
    if (/^[0-9a-f]{8}-/.test(found)) return [{ text: found, kind, start, end }];
    const type = typeOfId(found);
    return type === undefined ? [] : [{ text: found, kind, start, end, type, types: [type] }];
  }
  if (kind === "bucket") {
    const bucket = found.slice("s3://".length).split("/")[0] ?? "";
    const key = found.slice(`s3://${bucket}/`.length).replace(/[.]$/, "");
    const place: MentionAt = {
      text: bucket,
      kind,
      start,
      end: start + 5 + bucket.length,
      type: "AWS::S3::Bucket",
      types: ["AWS::S3::Bucket"],
    };
    return key === "" ? [{ ...place, end }] : [place, { text: key, kind: "path", start: place.end, end }];
  }
  // Names of FIFO queues and topics have to end so, and no host does.
  if (kind === "host" && /^[\w-]+\.fifo$/.test(found)) {
    const types = ["AWS::SQS::Queue", "AWS::SNS::Topic"];
    return [{ text: found, kind: "name", start, end, type: "AWS::SQS::Queue", types }];
  }
  if (kind === "host" && fileEndings.test(found)) return [];
  if (kind === "host" && !/\.[a-z]{2,}$/.test(found)) return [];
  if (kind === "action" && !found.includes(":") && commonWords.has(found.toLowerCase())) return [];
  return [{ text: found, kind, start, end }];
}

function isKeyPath(found: string): boolean {
  const parts = found.split("/").filter((part) => part !== "");
  if (parts.some((part) => /^\d+$/.test(part) && parts.length === 2)) return false;
  if (found.endsWith("/")) return true;
  return (
    !parts.every((part) => commonWords.has(part.toLowerCase())) &&
    parts.some(
      (part) =>
        /[-_.\d]/.test(part) ||
        parts.length > 2 ||
        /^(?:prod|dev|stage|staging|test|app|aws|alias|ecs)$/.test(part),
    )
  );
}

function isName(found: string, start: number, typeWords: readonly TypeWordAt[]): boolean {
  const lower = found.toLowerCase();
  if (/^[A-Z0-9]+(?:_[A-Z0-9]+)+$/.test(found)) return false;
  if (region.test(lower) || isDescription(found) || commonWords.has(lower)) return false;
  if (
    /^(?:[a-z]\d{1,2}[a-z]{0,3}|db)$/.test(lower) &&
    /^(?:s3|h2|p\d\d|v\d+|k8s|x86|ipv\d|tls\d|utf8|md5|sha\d+|http2|ec2|gp\d|io\d|st1|sc1)$/.test(lower)
  )
    return false;
  if (/^(?:ipv[46]|sha256|base64|gp[23]|io[12]|t[234]g?|q[1-4]|v\d+|p\d{2})$/.test(lower)) return false;
  return !typeWords.some((word) => word.start <= start && word.end >= start + found.length);
}

function isWeakName(
  text: string,
  start: number,
  end: number,
  word: string,
  typeWords: readonly TypeWordAt[],
): boolean {
  const lower = word.toLowerCase();
  if (functionWords.has(lower)) return false;
  if (!commonWords.has(lower)) return word.length >= 3;
  if (
    /^\s*(?:can(?:'t|not| not| no longer)|could(?:n't| not)|is unable to|fails to|no longer)\b/i.test(
      text.slice(end),
    ) &&
    !verbs.has(lower) &&
    !people.has(lower)
  )
    return true;
  return (
    typeWords.some((typeWord) => standsBeside(text, start, end, typeWord) !== undefined) && !verbs.has(lower)
  );
}

/** Words that are never a name, even beside a type word. */
const functionWords = new Set(
  `a an the this that these those our my your their his her its any some all both each every no which what who whose is are was were be been being has have had do does did can cannot could should would will may might must
   not never of in on at by for from to with without into out over under and or but if then than so as since after before during while because when where why how via per only just still also even again already
   there here it they we you i he she them us me one ones other another such same new old too very more most less much many few several dead down up fine full empty slow idle aws amazon named called keeps keep gets get
   isn't doesn't don't can't won't didn't hasn't haven't`.split(/\s+/),
);

/** Who complains is not what fails. */
const people = new Set(
  "user users customer customers client clients people everybody everyone nobody somebody someone team colleague colleagues partner partners vendor visitors visitor browser browsers developer developers".split(
    " ",
  ),
);

/** Verbs and states that often follow a type word ("instance hangs", "queue grows"). */
const verbs = new Set(
  `fails fail failed failing hangs hang works work worked working runs run running ran stops stop stopped stopping starts start started starting keeps gets returns return returned throws says shows crashes crash crashed dies died
   grows growing grow fills fires fire fired fails wants want needs need looks look seems seem goes went gone exists exist existed stays stay uses use used using reads read writes write wrote written sends send sent receives receive received
   drops dropped loses lost loads load connects connect connected connection connections reach reachable unreachable available unavailable unhealthy healthy times timed timeout timeouts error errors exception denied deny denies allow allowed allows
   access permission permissions policy policies status state health check checks cost costs logs log metrics metric cpu memory disk storage throughput latency size limit limits name names id ids arn url role key
   changed change changes deleted created updated attached disabled enabled blocked pending stuck throttles throttled throttling invoked triggered triggers expires expire expired exposed public private open opened closed locked rotated
   reports reported refuses refused rejects rejected resolves resolve points pointing behind inside outside today yesterday tonight now anymore currently instead properly correctly immediately suddenly randomly exit exits exited rebooted restarted
   reboot restart restarts launched launch terminated scales scale scaled shrinks shrink behaves respond responding responds listening listens serve serving served`.split(
    /\s+/,
  ),
);

/** Where a type word stands directly before or after a place in the text. */
export function standsBeside(
  text: string,
  start: number,
  end: number,
  typeWord: TypeWordAt,
): "before" | "after" | undefined {
  if (typeWord.end <= start) {
    const between = text.slice(typeWord.end, start);
    const near =
      /^\s*(?:[:=(]\s*)?(?:(?:named|called|is called|with (?:the )?(?:name|id)|of|for the)\s+)?["'“`(]?$/i.test(
        between,
      );
    return near && between.length > 0 ? "before" : undefined;
  }
  if (typeWord.start < end) return undefined;
  return /^["'”`)]?\s+$/.test(text.slice(end, typeWord.start)) ? "after" : undefined;
}

function withTypes(mention: MentionAt, text: string, typeWords: readonly TypeWordAt[]): MentionAt {
  if (mention.kind !== "name" && mention.kind !== "path" && mention.kind !== "id" && mention.kind !== "host")
    return mention;
  const before = typeWords.filter(
    (word) => standsBeside(text, mention.start, mention.end, word) === "before",
  );
  const after = typeWords.filter((word) => standsBeside(text, mention.start, mention.end, word) === "after");
  const types = [
    ...new Set([
      ...(mention.types ?? []),
      ...before.flatMap((word) => word.types),
      ...after.flatMap((word) => word.types),
    ]),
  ];
  const type = types[0];
  return type === undefined ? mention : { ...mention, type, types };
}
