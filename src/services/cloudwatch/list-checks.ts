import type { Check } from "../../diagnose/check.ts";
import { listingCheck } from "../../diagnose/listing-check.ts";
import { strings, text } from "../../facts/reader.ts";

const type = "AWS::CloudWatch::Alarm";
const probe = { probe: "cloudwatch/inventory", variables: {} } as const;
const list = { service: "cloudwatch", operation: "DescribeAlarms" } as const;
const ofAlarms = (words: string): boolean => /\balarms?\b/i.test(words);
const mute =
  /nobody|no one|no actions?|without (?:an? |any )?(?:actions?|notifications?)|mute[d]?\b|silent|silenced|disabled actions?|actions? (?:are )?(?:off|disabled)|notif\w+ no/i;
const states: readonly (readonly [RegExp, string])[] = [
  [/insufficient|no data|not enough data/i, "INSUFFICIENT_DATA"],
  [/\b(?:in|are in|is in) alarm\b|ALARM state|\bred\b|\bfiring\b|going off|\btriggered\b/, "ALARM"],
];
const stateAsked = (words: string): string | undefined =>
  states.find(([pattern]) => pattern.test(words))?.[1];

/** Alarms that change state without telling anybody: no action, or actions off. */
export const muteAlarms: Check = listingCheck({
  id: "cloudwatch.list-mute-alarms",
  title: "actions of the alarms",
  type,
  asks: (words, { subjects }) =>
    ofAlarms(words) && mute.test(words) && !subjects.some((one) => one.ref.type === type && one.text !== ""),
  probe,
  list,
  judge: (alarm, facts, { question }) => {
    const wanted = stateAsked(question.text);
    if (wanted !== undefined && text(alarm.data, "StateValue") !== wanted) return undefined;
    const off = alarm.data["ActionsEnabled"] === false;
    const none = strings(alarm.data, "AlarmActions").length === 0;
    if (!off && !none) return undefined;
    return {
      property: off ? "ActionsEnabled" : "AlarmActions",
      observed: off ? false : [],
      expected: off ? true : "an action, for instance an SNS topic",
      says: off ? "has its actions off (ActionsEnabled false)" : "has no AlarmActions",
      evidence: [facts.cite(alarm, off ? "/ActionsEnabled" : "/AlarmActions")],
    };
  },
  severity: "medium",
});

/** Alarms in a state that the question names. */
export const alarmStates: Check = listingCheck({
  id: "cloudwatch.list-alarm-states",
  title: "states of the alarms",
  type,
  asks: (words, { subjects }) =>
    /\balarms\b/i.test(words) &&
    stateAsked(words) !== undefined &&
    !mute.test(words) &&
    !subjects.some((one) => one.ref.type === type && one.text !== ""),
  probe,
  list,
  judge: (alarm, facts, { question }) => {
    const state = text(alarm.data, "StateValue");
    return state === stateAsked(question.text)
      ? {
          property: "StateValue",
          observed: state,
          expected: "OK",
          says: `is in ${state}`,
          evidence: [facts.cite(alarm, "/StateValue")],
        }
      : undefined;
  },
});

export const checks: readonly Check[] = [muteAlarms, alarmStates];
