import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { closing, internetExposure } from "../../diagnose/internet-exposure.ts";
import { pathProbes } from "../../diagnose/reachability/reachability.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";

const type = "AWS::RDS::DBInstance";

/** A database is open to the internet only when the public flag, its groups and its subnets all let everybody in. */
export const exposure: Check = {
  id: "rds.exposure",
  title: "databases that the internet reaches",
  run: (context) => {
    const { facts, question, subjects } = context;
    const named = subjects.filter((one) => one.ref.type === type && one.text !== "").map(({ ref }) => ref.id);
    const about =
      named.length > 0 ||
      /\bdatabases?\b|\bdbs?\b|\brds\b|postgres|mysql|mariadb|aurora|sql server/i.test(question.text);
    if (!about || !asksExposure(context)) return { kind: "apart" };
    const listed = facts.reads("rds", "DescribeDBInstances").length > 0;
    const probes = [
      ...pathProbes(facts, { from: "internet", to: "internet" }),
      ...(listed
        ? []
        : [
            {
              probe: "rds/inventory",
              variables: {},
              reason: "which databases there are and what guards them",
            },
          ]),
    ];
    if (probes.length > 0) return { kind: "needs", probes };
    const read = facts.read("rds", "DescribeDBInstances");
    const all = facts.all(type).filter(({ id }) => named.length === 0 || named.includes(id));
    if (all.length === 0)
      return read?.complete === true
        ? {
            kind: "fine",
            text: "there is no database",
            evidence: facts.citeAbsence(read, "/DBInstances", "[].DBInstanceIdentifier"),
          }
        : { kind: "gap", gaps: ["rds:DescribeDBInstances could not be read; allow it to settle it"] };
    return combined(all.map((database) => judge(database, facts)));
  },
};

/** Whether it is open is asked, not why nobody gets in. */
function asksExposure({ question }: CheckContext): boolean {
  return (
    (/public|expos|internet|0\.0\.0\.0/i.test(question.text) ||
      (/\b(?:open|reach\w*|accessible|visible)\b/i.test(question.text) &&
        /\bworld\b|anyone|anybody|anywhere|outside|everyone/i.test(question.text))) &&
    !/\b(?:can'?t|cannot|unable|times? out|fails?|down|no longer|nobody|why)\b|n't\b/i.test(question.text)
  );
}

function judge(database: Resource, facts: Facts): Judgement {
  const endpoint = database.data["Endpoint"];
  const port = Number(
    (isObject(endpoint) ? endpoint["Port"] : undefined) ?? database.data["DbInstancePort"] ?? 0,
  );
  if (port === 0) return { gaps: [`the port of ${database.id} is not known`] };
  const { state, rules, evidence, missing } = internetExposure(facts, database, port);
  const flag = facts.cite(database, "/PubliclyAccessible");
  if (state === "unknown") return { gaps: missing.map((one) => `${database.id}: ${one}`) };
  if (state === "closed")
    return {
      fine: `${database.id} is not reachable from the internet`,
      evidence: [flag, ...evidence.slice(0, 2)],
    };
  const through = rules.map(({ group, says }) => `${group.name ?? group.id} (${says})`).join(", ");
  return {
    faults: [
      blame(database, {
        property: "PubliclyAccessible / VpcSecurityGroups",
        observed: {
          PubliclyAccessible: true,
          ingress: rules.map(({ group, says }) => `${group.id}: ${says}`),
          subnets: "public",
        },
        expected: "PubliclyAccessible false, or groups that admit known addresses only",
        title: `Database ${database.id} is exposed to the internet on ${port}: PubliclyAccessible, and ${through}`,
        explanation: `Database ${database.id} has PubliclyAccessible true, its security group ${through} admits ${port} from 0.0.0.0/0, and its subnets are public: it is exposed to the internet.`,
        evidence: [flag, ...evidence],
        severity: "critical",
        pillars: ["security"],
        change: {
          summary: `Take the public address from ${database.id}${rules.length > 0 ? ` and close ${port} to the internet` : ""}`,
          commands: [
            [
              "aws",
              "rds",
              "modify-db-instance",
              "--db-instance-identifier",
              database.id,
              "--no-publicly-accessible",
              "--apply-immediately",
            ],
            ...closing(rules),
          ],
          risk: "Clients that come over the internet are cut off; its name then resolves to the private address.",
          rollback: shellCommand`aws rds modify-db-instance --db-instance-identifier ${database.id} --publicly-accessible --apply-immediately`,
          edits: [{ op: "replace", type, id: database.id, path: "/PubliclyAccessible", value: false }],
        },
        prove: (patched) => {
          const after = patched.get(type, database.id);
          return {
            flips: after !== undefined && internetExposure(patched, after, port).state === "closed",
            newlyAllowed: [],
          };
        },
      }),
    ],
  };
}

export const checks: readonly Check[] = [exposure];
