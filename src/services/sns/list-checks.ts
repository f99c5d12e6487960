import { isObject } from "../../core/json/json.ts";
import { parsePolicy } from "../../core/policy/parse-policy.ts";
import { allOfKind } from "../../diagnose/all-of-kind.ts";
import type { Check } from "../../diagnose/check.ts";
import { isPublicStatement } from "../../diagnose/authorization/public-access.ts";
import { blame } from "../../diagnose/blame.ts";
import { listingCheck } from "../../diagnose/listing-check.ts";
import type { ListRead } from "../../diagnose/listing-check.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";

const type = "AWS::SNS::Topic";
const probe = { probe: "sns/audience", variables: {} } as const;
const list: ListRead = { service: "sns", operation: "ListTopics" };
const subscriptions: ListRead = { service: "sns", operation: "ListSubscriptions" };

/** Topics that nobody hears: no subscription, or none that was confirmed. */
export const unheard: Check = listingCheck({
  id: "sns.list-unheard",
  title: "subscriptions of the topics",
  type,
  asks: (words) =>
    /\btopics\b|\bsns\b|\bany topic\b/i.test(words) &&
    /(?:without|no|lack\w*|zero|missing|unconfirmed|pending) (?:any |a |confirmed )?(?:subscri\w+|confirm\w+)|nobody (?:listens|subscribes|hears)|unsubscribed|n't have (?:any )?subscri\w+/i.test(
      words,
    ),
  probe,
  list,
  each: () => [subscriptions],
  judge: (topic, facts) => {
    const read = facts.read(subscriptions.service, subscriptions.operation);
    if (!read?.complete) return undefined;
    const own = read.pages
      .flatMap(({ response }) => objects(response, "Subscriptions"))
      .filter((one) => text(one, "TopicArn") === (topic.arn ?? topic.id));
    if (own.some((one) => text(one, "SubscriptionArn").startsWith("arn:"))) return undefined;
    return {
      property: "Subscriptions",
      observed: own.map((one) => text(one, "SubscriptionArn")),
      expected: "a confirmed subscription",
      says:
        own.length === 0
          ? "has no subscription"
          : "has only subscriptions that were never confirmed (PendingConfirmation)",
      evidence: facts.citeAbsence(
        read,
        "/Subscriptions",
        `[?TopicArn=='${topic.arn ?? topic.id}' && starts_with(SubscriptionArn, 'arn:')]`,
      ),
    };
  },
  severity: "low",
});

/** Topics that strangers may publish to or subscribe to ("Amazon SNS policy"; a condition that names an account or organization keeps them out). */
export const exposure: Check = {
  id: "sns.exposure",
  title: "topics that everybody may use",
  run: ({ facts, question, subjects }) => {
    const named = subjects.filter((one) => one.ref.type === type && one.text !== "").map(({ ref }) => ref.id);
    if (
      !/\btopics?\b|\bsns\b/i.test(question.text) ||
      !/public|anyone|anybody|outside|expos|everyone|everybody|strangers?|\bworld\b|other accounts?/i.test(
        question.text,
      ) ||
      /\b(?:why|not|never|can'?t|cannot|fail\w*)\b|n't\b/i.test(question.text)
    )
      return { kind: "apart" };
    const topics = facts.all(type).filter(({ id }) => named.length === 0 || named.includes(id));
    const unread = topics.some(
      ({ id, arn }) => !facts.read("sns", "GetTopicAttributes", { TopicArn: arn ?? id }),
    );
    if (!facts.read("sns", "ListTopics") || unread)
      return { kind: "needs", probes: [{ ...probe, variables: {}, reason: "who may use the topics" }] };
    return combined(
      topics.map((topic): Judgement => {
        const parsed = parsePolicy(topic.data["Policy"] ?? null);
        if (parsed.kind === "invalid")
          return isObject(topic.data["Policy"])
            ? { gaps: [`the policy of ${topic.name ?? topic.id} could not be understood`] }
            : { fine: `${topic.name ?? topic.id} has no policy`, evidence: [facts.cite(topic)] };
        const open = parsed.statements.filter((one) => one.effect === "Allow" && isPublicStatement(one));
        if (open.length === 0)
          return {
            fine: `${topic.name ?? topic.id} is open to nobody outside`,
            evidence: [facts.cite(topic)],
          };
        const name = topic.name ?? topic.id;
        return {
          faults: open.map((statement) =>
            blame(topic, {
              property: `Policy statement ${statement.label}`,
              observed: { Principal: "*", Action: [...statement.action.patterns] },
              expected: "named principals, or a condition that keeps strangers out",
              title: `Topic ${name} is open to everyone: its Policy allows ${statement.action.patterns.join(", ")} to Principal * without condition`,
              explanation: `Statement ${statement.label} of the Policy of topic ${name} allows ${statement.action.patterns.join(", ")} to Principal "*" without a condition that restricts it: anyone may use it.`,
              evidence: [facts.cite(topic, `/Policy${statement.pointer}`)],
              severity: "critical",
              pillars: ["security"],
            }),
          ),
        };
      }),
    );
  },
};

export const everyTopic: Check = allOfKind({
  id: "sns.list-all-topics",
  type,
  nouns: "(?:sns )?topics",
  probe: { probe: "sns/inventory", variables: {} },
  list,
});

export const checks: readonly Check[] = [everyTopic, unheard, exposure];
