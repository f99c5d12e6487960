import { AppError } from "../core/errors.ts";
import { factsOf } from "../facts/fact-base.ts";
import { questionFromAlarm } from "../reason/playbook/question-from-alarm.ts";
import { renderProbe } from "../reason/playbook/render-probe.ts";
import type { Account } from "./places/account.ts";
import { grantFor } from "./job.ts";
import { recordedCalls } from "./runs/recorded-calls.ts";
import { runOnce } from "./run-once.ts";
import type { Workshop } from "./workshop.ts";

export interface AlarmQuestion {
  readonly workshop: Workshop;
  readonly account: Account;
  /** Name or ARN. */
  readonly alarm: string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

const secondsToRead = 60;

/** Reads an alarm and says what it asks: what its metric measures, on what, and since when. Throws AppError("not-found") where there is no such alarm. */
export async function alarmQuestion({
  workshop,
  account,
  alarm,
  now,
  signal,
}: AlarmQuestion): Promise<string> {
  const name = /^arn:[^:]+:cloudwatch:[^:]+:\d+:alarm:(.+)$/.exec(alarm)?.[1] ?? alarm;
  const probe = (await workshop.probes()).get("cloudwatch/alarm");
  if (!probe) throw new AppError("bug", "The probe cloudwatch/alarm is missing.");
  const until = now();
  const since = new Date(until.getTime() - 3 * 3_600_000);
  const code = renderProbe(probe, {
    alarm_names: [name],
    since: since.toISOString(),
    until: until.toISOString(),
  });
  const checked = await (
    await workshop.checker()
  ).check({ code, account: account.account, region: account.region });
  const script = {
    code: checked.fixedCode,
    requirements: checked.requirements,
    policy: checked.policy,
    origin: "probe" as const,
  };
  const events = await runOnce({
    workshop,
    account,
    script,
    diagnostics: [],
    grant: grantFor(account, {}),
    seconds: secondsToRead,
    now,
    signal,
  });
  const facts = factsOf(await recordedCalls(workshop.store(), events), workshop.readers, account.account);
  const found = facts.get("AWS::CloudWatch::Alarm", name);
  if (found) return questionFromAlarm(found).text;
  throw new AppError(
    "not-found",
    `There is no alarm "${name}" in ${account.region} of account ${account.account}.`,
    { next: "aws cloudwatch describe-alarms   lists them; check --region too." },
  );
}
