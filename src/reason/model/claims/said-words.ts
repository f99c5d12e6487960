import type { Facts, Read } from "../../../core/facts.ts";
import type { Json } from "../../../core/json/json.ts";
import { hasInvisible } from "../../../core/text/visible.ts";
import { KnownIds } from "../../../facts/known-ids.ts";
import { serviceOf } from "./claim-subject.ts";
import { holdsName } from "./name-tokens.ts";

/** What words may rest on: everything that was read, and what was asked. */
export interface Standing {
  readonly facts: Facts;
  readonly asked: string;
}

/** Why words of a model may not be shown at all: what they hide, what they tell to run, what they name that nobody has read. */
export function unfitWords(words: string, { facts, asked }: Standing): string | undefined {
  if (hasInvisible(words.replaceAll(joiners, ""))) return "it holds characters that cannot be seen";
  const command = commandLine.exec(words)?.[0];
  if (command !== undefined) return `it gives a command, which code has not checked: ${command.trim()}`;
  const advice = unsafeAdvice.exec(words)?.[0];
  if (advice !== undefined)
    return `it advises what destroys or opens, which is not a model's word: "${advice.trim()}"`;
  const stands = (text: string) =>
    holdsName(asked, text) ||
    (readText(facts).includes(text.toLowerCase()) && holdsName(readText(facts), text));
  const stray =
    unseenIds(words, facts, asked)[0] ??
    (words.match(arn) ?? []).find((one) => !stands(one) && !isOfKnown(one, facts)) ??
    hostsIn(words).find(
      (host) => !stands(host) && !/(?:^|\.)(?:docs\.aws\.amazon|amazonaws)\.com$/i.test(host),
    ) ??
    (words.match(address) ?? []).find((one) => !stands(one) && !isWellKnown(one)) ??
    (words.match(account) ?? [])
      .map((one) => one.slice(-12))
      .find((one) => !stands(one) && !facts.accounts.includes(one)) ??
    (words.match(regionName) ?? []).find(
      (one) =>
        !`${asked}\n${readText(facts)}`.includes(one) &&
        !facts.everyRead().some((read) => read.region === one),
    ) ??
    (words.match(time) ?? []).find(
      (one) => ![...timesIn(asked), ...timesRead(facts)].some((at) => at.startsWith(minuteOf(one))),
    );
  return stray === undefined ? undefined : `it names ${stray}, which stands in nothing that was read`;
}

/** Orders, not reports: "delete the table", not "somebody deleted the table"; "open it to 0.0.0.0/0", not "it is open to 0.0.0.0/0". */
const unsafeAdvice =
  /\b(?:(?<!\b(?:to|not|cannot|can|could|may|did|does|who|it|they|would|will|might) )(?:delete|terminate|destroy|drop|purge|wipe|empty|erase|schedule deletion of) (?:(?:the|this|all|your|its|every|these|those|whole|old|entire|and) )*(?:[\w./-]+ )?(?:tables?|buckets?|databases?|instances?|volumes?|snapshots?|backups?|data|stacks?|clusters?|keys?|vpcs?|queues?|trails?|file ?systems?|log groups?)\b|(?<!\b(?:is|are|was|were|be|stays?|left) )(?:open|add|attach|grant|authorize|give|set|make|use)\b[^.;\n]{0,60}(?:0\.0\.0\.0\/0|::\/0|AdministratorAccess|PowerUserAccess|"Action": ?"\*"|\bpublic(?:ly)?\b)|disable (?:\w+ ){0,3}(?:encryption|logging|mfa|versioning|deletion protection|cloudtrail|guardduty|public access block))/i;
const knownIds = new WeakMap<readonly Read[], KnownIds>();
/** Ids of nothing that was read or asked about; also those that only look like one. */
function unseenIds(words: string, facts: Facts, asked: string): readonly string[] {
  const reads = facts.everyRead();
  const known = knownIds.get(reads) ?? new KnownIds([readText(facts)]);
  knownIds.set(reads, known);
  const inQuestion = new KnownIds([asked]);
  return known
    .unknownIn(words)
    .filter((one) => !one.startsWith("arn:"))
    .filter(
      (one) => inQuestion.unknownIn(one).length > 0 || !words.toLowerCase().includes(one.toLowerCase()),
    );
}

/** Joiners that some scripts are written with; between Latin letters they hide. */
const joiners = /(?<=[^\p{Script=Latin}\p{N}\s-])(?:\u{200c}|\u{200d})(?=[^\p{Script=Latin}\p{N}\s-])/gu;
const commandLine =
  /(?<![\w-])(?:aws\s+[a-z][a-z0-9-]*\s+(?:(?:add|assign|associate|attach|authorize|cancel|copy|create|delete|deregister|describe|detach|disable|disassociate|enable|get|invoke|list|modify|purge|put|reboot|register|release|remove|reset|restore|revoke|run|schedule|send|set|start|stop|tag|terminate|untag|update)-[a-z-]+|ls|rb|rm|cp|mv|sync|mb)(?![\w-])|(?:sudo|rm|curl|wget|terraform|kubectl|eksctl|sam|cdk|ssh|chmod)\s+(?:-\S|[a-z]+:\/\/|destroy|delete|[\w.-]+@)|boto3\.client)[^\n]{0,60}/i;
const arn = /arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:\d*:[^\s"'`,;<>(){}[\]]*[\w*]/gi;
const address = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\w])(?!\.\d)/g;
const account = /\baccount(?: id| number)?\W{0,3}\d{12}(?!\d)/gi;
/** A region as AWS names them. */
export const regionName =
  /(?<![\w-])(?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov)?-(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\d(?!\w|-)/g;
const time = /(?<!\d)20\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?/g;

function hostsIn(words: string): readonly string[] {
  return [...words.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@]*@)?([\w.-]+)/gi)].map(([, host = ""]) =>
    host.replace(/\.$/, ""),
  );
}

/** Everyone's: the internet, nowhere, this machine, the whole of the private ranges, EC2's metadata. */
function isWellKnown(one: string): boolean {
  return /^(?:0\.0\.0\.0(?:\/0)?|255\.255\.255\.255|127\.0\.0\.1|10\.0\.0\.0\/8|172\.16\.0\.0\/12|192\.168\.0\.0\/16|169\.254\.169\.25[34])$/.test(
    one,
  );
}

/** An ARN that nobody wrote, of a thing that was read: its name, service, region and account are. */
function isOfKnown(text: string, facts: Facts): boolean {
  const [, , service = "", place = "", owner = "", ...rest] = text.split(":");
  if (owner === "aws") return true;
  const last =
    rest
      .join(":")
      .split(/[:/]/)
      .filter((part) => part !== "" && !part.includes("*"))
      .at(-1) ?? "";
  return facts
    .named(last)
    .some(
      ({ type, region: at, account: whose }) =>
        serviceOf(type).startsWith(service === "states" ? "stepfunctions" : service.replaceAll("-", "")) &&
        (place === "" || place === at) &&
        (owner === "" || owner === whose),
    );
}

function minuteOf(text: string): string {
  return text.replace(" ", "T").slice(0, 16);
}

const readTexts = new WeakMap<readonly Read[], string>();
/** Everything that was read, and how it was asked for, as one text. */
export function readText(facts: Facts): string {
  const reads = facts.everyRead();
  const known = readTexts.get(reads);
  if (known !== undefined) return known;
  const text = reads
    .map(({ params, pages, error }) => JSON.stringify([params, pages, error?.message ?? ""]))
    .join("\n")
    .replaceAll(/\\[nrt]/g, " ")
    .toLowerCase();
  readTexts.set(reads, text);
  return text;
}

const readTimes = new WeakMap<readonly Read[], readonly string[]>();
function timesRead(facts: Facts): readonly string[] {
  const reads = facts.everyRead();
  const times = readTimes.get(reads) ?? timesIn(readText(facts));
  readTimes.set(reads, times);
  return times;
}

/** Times in a text, also those counted in seconds or milliseconds, as ISO texts; to the minute. */
function timesIn(text: string): readonly string[] {
  const counted = (text.match(/(?<![\w.])1[5-9]\d{8}(?:\d{3})?(?![\w])/g) ?? []).map((digits) =>
    new Date(Number(digits) * (digits.length === 10 ? 1000 : 1)).toISOString(),
  );
  const written = (text.match(/20\d\d-\d\d-\d\d(?:[t ]\d\d:\d\d)?/gi) ?? []).map((one) =>
    minuteOf(one.toUpperCase()),
  );
  return [...new Set([...written, ...counted])];
}

/** A number, address or time in a title that stands in nothing of what the claim cites. */
export function strayInTitle(title: string, cited: readonly string[]): string | undefined {
  const found = title.match(/(?<![\p{L}\p{N}_-])(?<!\p{N}[.:/])\d+(?:[.:/]\d+)*(?![\p{L}\p{N}_-])/gu) ?? [];
  return found.find((number) => number.length > 1 && !cited.some((text) => holdsName(text, number)));
}

/** A title that denies the very value it cites: "does not admit 443", with 443 observed. What stands in a rule that denies is denied. */
export function deniesObserved(title: string, observed: Json, cited: readonly string[]): boolean {
  if (typeof observed === "object" || typeof observed === "boolean" || String(observed).length < 2)
    return false;
  if (cited.some((text) => /^(?:den(?:y|ied)|drop|block|reject)/i.test(text))) return false;
  const at = title.toLowerCase().indexOf(String(observed).toLowerCase());
  if (at < 0 || !holdsName(title, String(observed))) return false;
  const clause =
    title
      .slice(0, at)
      .split(/[,;:()—–]|\bbut\b|\bso\b|\bbecause\b/i)
      .at(-1) ?? "";
  return /\b(?:no|not|never|without|lacks?|missing|cannot|can't|isn't|doesn't|denies|blocks|refuses)\b(?:\s+\S+){0,4}\s*$/i.test(
    clause,
  );
}

/** Words that say that all is well. */
export function saysAllIsWell(words: string): boolean {
  return /\b(?:no (?:real |actual )?(?:problem|fault|issue)s?(?: (?:was|were|is|are|here|at all|found))?\b(?! in| with| of| because| tolera)|nothing (?:is |was )?(?:wrong|broken|amiss)|every(?:thing| check| thing)? (?:is|are|works?|looks?) (?:fine|ok|okay|well|healthy|good|correct)|all (?:is|are|looks?) (?:fine|well|good|healthy|ok))/i.test(
    words,
  );
}
