import { allOfKind } from "../../diagnose/all-of-kind.ts";
import type { Check } from "../../diagnose/check.ts";
import { listingCheck } from "../../diagnose/listing-check.ts";
import type { Listed } from "../../diagnose/listing-check.ts";

const wants = (words: string) => ({
  encrypted:
    /unencrypted|(?:not|n't) encrypted|without (?:storage )?encryption|no (?:storage )?encryption|encrypted (?:at rest|storage)|storage encryption/i.test(
      words,
    ),
  backups:
    /back-?ups?/i.test(words) &&
    /disabled|without|no (?:automated )?back|not|n't|off\b|missing|lack/i.test(words),
  zones: /multi-?az/i.test(words) && /without|not|n't|no\b|single|missing|lack/i.test(words),
  protection:
    /deletion protection/i.test(words) && /without|not|n't|no\b|off\b|missing|lack|disabled/i.test(words),
});

/** What a database lacks, of what the question asks for. */
export const lacking: Check = listingCheck({
  id: "rds.list-lacking",
  title: "encryption, backups and zones of the databases",
  type: "AWS::RDS::DBInstance",
  asks: (words) =>
    /\brds\b|databases?|\bdbs?\b|postgres|mysql/i.test(words) && Object.values(wants(words)).includes(true),
  probe: { probe: "rds/inventory", variables: {} },
  list: { service: "rds", operation: "DescribeDBInstances" },
  judge: (database, facts, { question }): Listed | undefined => {
    const asked = wants(question.text);
    const lacks = [
      ...(asked.encrypted && database.data["StorageEncrypted"] !== true
        ? [["StorageEncrypted", "is not encrypted (StorageEncrypted false)"] as const]
        : []),
      ...(asked.backups && database.data["BackupRetentionPeriod"] === 0
        ? [["BackupRetentionPeriod", "has automated backups off (BackupRetentionPeriod 0)"] as const]
        : []),
      ...(asked.zones && database.data["MultiAZ"] === false
        ? [["MultiAZ", "is not Multi-AZ (MultiAZ false)"] as const]
        : []),
      ...(asked.protection && database.data["DeletionProtection"] === false
        ? [["DeletionProtection", "has no deletion protection (DeletionProtection false)"] as const]
        : []),
      ...(/publicly accessible/i.test(question.text) && database.data["PubliclyAccessible"] === true
        ? [["PubliclyAccessible", "is publicly accessible (PubliclyAccessible true)"] as const]
        : []),
    ];
    const [first] = lacks;
    return first
      ? {
          property: lacks.map(([property]) => property).join(" / "),
          observed: Object.fromEntries(
            lacks.map(([property]) => [property, database.data[property] ?? null]),
          ),
          expected: "set as the question asks",
          says: lacks.map(([, says]) => says).join(" and "),
          evidence: lacks.map(([property]) => facts.cite(database, `/${property}`)),
        }
      : undefined;
  },
  severity: "medium",
  pillars: ["security", "reliability"],
});

export const everyInstance: Check = allOfKind({
  id: "rds.list-all-instances",
  type: "AWS::RDS::DBInstance",
  nouns: "(?:rds |db |database )?(?:databases|db instances|database instances)|rds instances",
  besides: "status(?:es)?|states?",
  probe: { probe: "rds/inventory", variables: {} },
  list: { service: "rds", operation: "DescribeDBInstances" },
  told: ["DBInstanceStatus"],
  says: (status) => `is ${String(status)}`,
});

export const checks: readonly Check[] = [everyInstance, lacking];
