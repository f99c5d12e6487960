import type { Mention, Question } from "../../core/question.ts";
import { internetRole, withRoles } from "./mention-roles.ts";
import { portsIn, protocolIn } from "./ports.ts";
import { readMentions } from "./read-mentions.ts";
import type { MentionAt } from "./read-mentions.ts";
import { asksFor, symptomsIn } from "./symptoms.ts";
import { typeWordsIn } from "./type-words.ts";
import { withoutDeniedSigns } from "./without-denied-signs.ts";
import { windowIn } from "./read-window.ts";

export interface ReadQuestion {
  readonly text: string;
  readonly window: { readonly from: string; readonly to: string };
  readonly now: string;
}

/** Reads a question by code alone: what it names, how it uses each name, what trouble it speaks of and when. The same text always reads the same. */
export function readQuestion({ text, window, now }: ReadQuestion): Question {
  const plain = text.replaceAll(/[’‘]/g, "'").replaceAll(/[“”]/g, '"');
  const words = typeWordsIn(plain);
  const mentions = withRoles(plain, readMentions(plain, words));
  const own = windowIn(plain, now);
  const protocol = protocolIn(plain);
  const symptoms = symptomsIn(withoutDeniedSigns(masked(plain, mentions)));
  return {
    text,
    mentions: [...distinct(mentions).map(plainMention), ...internet(plain, mentions, symptoms)],
    ports: [...portsIn(plain)],
    ...(protocol !== undefined && { protocol }),
    actions: [
      ...new Set(mentions.filter((mention) => mention.kind === "action").map((mention) => mention.text)),
    ],
    services: [...new Set([...words.flatMap((word) => word.service ?? []), ...mentions.flatMap(serviceOf)])],
    window: own && own.from < window.from ? { from: own.from, to: window.to } : window,
    symptoms: [...symptoms],
    asks: asksFor(plain),
    types: [...new Set(words.flatMap((word) => word.types[0] ?? []))],
    ...(own !== undefined && { timed: true }),
  };
}

/** Names say nothing of the trouble: a queue called `error-events` is no error. Type-like tails (`-asg`, `-db`) are kept. */
function masked(text: string, mentions: readonly MentionAt[]): string {
  return mentions
    .filter(
      (mention) =>
        mention.weak !== true &&
        (mention.kind === "name" || mention.kind === "bucket" || mention.kind === "path"),
    )
    .reduce((result, { start, end, text: name }) => {
      const tail = /-(?:asg|db|trail|dlq|queue|alb|nlb|tg)$/.exec(name)?.[0] ?? "";
      const cover = `x${tail}`.padStart(end - start, "x").slice(-(end - start));
      return result.slice(0, start) + cover + result.slice(end);
    }, text);
}

function distinct(mentions: readonly MentionAt[]): readonly MentionAt[] {
  const byText = Map.groupBy(
    mentions,
    (mention) => `${mention.kind === "bucket" ? "name" : mention.kind} ${mention.text}`,
  );
  return [...byText.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const types = [...new Set(same.flatMap((one) => one.types ?? []))];
    const role = same.find((one) => one.role !== undefined)?.role;
    const strong = same.some((one) => one.weak !== true);
    const { weak: _weak, ...rest } = first;
    return [
      {
        ...rest,
        ...(!strong && { weak: true }),
        ...(types[0] !== undefined && { type: types[0], types }),
        ...(role !== undefined && { role }),
      },
    ];
  });
}

function plainMention({ start: _start, end: _end, ...mention }: MentionAt): Mention {
  return mention;
}

/** Troubles in which it matters that packets come from or go to the internet. */
const ofNetworks = new Set(["connectivity", "exposure", "target-health", "dns", "tls", "waf"]);

function internet(
  text: string,
  mentions: readonly MentionAt[],
  symptoms: readonly string[],
): readonly Mention[] {
  const role = internetRole(text);
  if (!symptoms.slice(0, 2).some((symptom) => ofNetworks.has(symptom))) return [];
  if (
    role === undefined ||
    mentions.some((mention) => mention.kind === "host" && mention.role === role && role === "target")
  )
    return [];
  return [{ text: "internet", kind: "host", type: "Internet", role }];
}

function serviceOf(mention: MentionAt): readonly string[] {
  if (mention.kind === "bucket") return ["s3"];
  if (mention.kind === "arn") return [mention.text.split(":")[2] ?? ""].filter((service) => service !== "");
  if (mention.kind === "action" && mention.text.includes(":")) return [mention.text.split(":")[0] ?? ""];
  return [];
}
