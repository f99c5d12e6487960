import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { changesOf } from "../../diagnose/changes/change-event.ts";
import type { ChangeEvent } from "../../diagnose/changes/change-event.ts";
import { combined, refusal, resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";

const type = "AWS::CloudTrail::Trail";

/** A trail that was stopped records nothing, and one whose deliveries fail keeps nothing. */
export const trailLogging: Check = resourceCheck({
  id: "cloudtrail.logging",
  title: "whether the trail records and delivers",
  type,
  reach: 0,
  needed: ({ id, resource }) => ({
    service: "cloudtrail",
    operation: "GetTrailStatus",
    params: {},
    find: (facts) =>
      facts
        .reads("cloudtrail", "GetTrailStatus")
        .findLast((read) => text(read.params, "Name").split("/").at(-1) === (resource?.id ?? id)),
    probe: {
      probe: "cloudtrail/trail",
      variables: { trail_names: [resource?.id ?? id] },
      reason: `whether trail ${id} records`,
    },
  }),
  judge: (trail, { facts }) => {
    const status = facts.get("AWS::CloudTrail::TrailStatus", trail.id);
    if (!status) return {};
    const error = text(status.data, "LatestDeliveryError");
    const name = trail.id;
    if (status.data["IsLogging"] === false) {
      return {
        faults: [
          blame(trail, {
            property: "IsLogging",
            observed: false,
            expected: true,
            title: `Trail ${name} is not logging (IsLogging false)`,
            explanation: `Trail ${name} has IsLogging false: logging was stopped${"StopLoggingTime" in status.data ? ` at ${text(status.data, "StopLoggingTime") || text(status.data, "TimeLoggingStopped")}` : ""}, and API activity since then is not delivered to its bucket.`,
            evidence: [facts.cite(status, "/IsLogging"), facts.cite(trail)],
            severity: "critical",
            pillars: ["security"],
            change: {
              summary: `Start logging of ${name}`,
              commands: [["aws", "cloudtrail", "start-logging", "--name", name]],
              risk: "None for the account; events since the stop stay only in the event history (90 days). Find out who called StopLogging.",
              rollback: shellCommand`aws cloudtrail stop-logging --name ${name}`,
              edits: [
                {
                  op: "replace",
                  type: "AWS::CloudTrail::TrailStatus",
                  id: trail.id,
                  path: "/IsLogging",
                  value: true,
                },
              ],
            },
          }),
        ],
      };
    }
    if (error !== "") {
      return {
        faults: [
          blame(trail, {
            property: "LatestDeliveryError",
            observed: error,
            expected: "no error",
            title: `Trail ${name} cannot deliver to ${text(trail.data, "S3BucketName")}: ${error}`,
            explanation: `Trail ${name} records, but delivery to bucket ${text(trail.data, "S3BucketName")} fails with LatestDeliveryError ${error}.`,
            evidence: [facts.cite(status, "/LatestDeliveryError"), facts.cite(trail, "/S3BucketName")],
            pillars: ["security"],
          }),
        ],
      };
    }
    return { fine: `trail ${name} records and delivers`, evidence: [facts.cite(status, "/IsLogging")] };
  },
});

/** Who changed what the question is about; asked only where the question wants to know. */
export const changes: Check = {
  id: "cloudtrail.changes",
  title: "recorded changes of what the question names",
  run: (context) => {
    const { facts, question } = context;
    if (
      !/\bwho (?!uses|can|has)|(?:somebody|someone) (?:\w+ )?(?:changed|deleted|opened|stopped|removed|touched|modified|added|disabled|turned|edited|detached)|by whom|\bwhen (?:was|were|did)\b|what changed|which change/i.test(
        question.text,
      )
    )
      return { kind: "apart" };
    const subjects = context.subjects.map(({ ref }) => ({ type: ref.type, id: ref.id }));
    return combined(
      subjects.map(({ id }): Judgement => {
        const read = facts.read("cloudtrail", "LookupEvents", {
          LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: id }],
        });
        const until = context.question.window.to;
        const since = new Date(Date.parse(until) - 89 * 86_400_000).toISOString();
        if (!read)
          return {
            probes: [
              {
                probe: "cloudtrail/events",
                variables: { resource_names: [id], since, until },
                reason: `who changed ${id}`,
              },
            ],
          };
        const refused = refusal(read);
        if (refused !== undefined) return { gaps: [refused] };
        const found = changesOf(facts, [id]);
        const [newest] = found.filter((event) => fits(event, question.text));
        const event = newest ?? found[0];
        return event
          ? judgeChange(
              event,
              context.subjects.find(({ ref }) => ref.id === id)?.ref ?? { type: "", id },
              facts,
            )
          : {};
      }),
    );
  },
};

/** An event that does what the question speaks of: opened → Authorize, stopped → Stop. */
function fits(event: ChangeEvent, question: string): boolean {
  const verbs: readonly (readonly [RegExp, RegExp])[] = [
    [/open|allow|added|port/i, /^(?:Authorize|Add|Put|Modify)/],
    [/clos|revok|remov/i, /^(?:Revoke|Remove|Delete|Detach)/],
    [/stop|shut/i, /^(?:Stop|Terminate)/],
    [/delet/i, /^(?:Delete|Terminate|Remove|Schedule)/],
    [/creat/i, /^(?:Create|Run)/],
  ];
  const wanted = verbs.find(([asked]) => asked.test(question));
  return wanted ? wanted[1].test(event.name) : !/^Create/.test(event.name);
}

function judgeChange(
  event: ChangeEvent,
  subject: { type: string; id: string; name?: string | undefined },
  facts: Parameters<typeof changesOf>[0],
): Judgement {
  const { name, ...rest } = subject;
  const when = event.at.replace(/\+00:00$/, "Z");
  return {
    faults: [
      blame(
        { ...rest, ...(name !== undefined && { name }) },
        {
          property: `CloudTrail ${event.name}`,
          observed: { user: event.who, time: when, from: event.from },
          expected: "a change that was agreed",
          title: `${event.who} called ${event.name} on ${name ?? subject.id} at ${when}`,
          explanation: `CloudTrail shows ${event.name} on ${name ?? subject.id} by user ${event.who} at ${when}${event.from === "" ? "" : ` from ${event.from}`}.`,
          evidence: [facts.cite(event.resource)],
          pillars: ["security", "operational excellence"],
        },
      ),
    ],
  };
}

/** Faults of trails, and what trails tell of others. */
export const checks: readonly Check[] = [trailLogging, changes];
