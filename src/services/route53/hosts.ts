import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import type { CheckContext } from "../../diagnose/check.ts";
import { objects, text } from "../../facts/reader.ts";
import { bareName } from "./facts.ts";

/** Host names that the question names. */
export function hostsAsked({ question }: CheckContext): readonly string[] {
  const mentioned = question.mentions
    .filter(({ kind }) => kind === "host")
    .map(({ text: host }) => bareName(host));
  const written = [
    ...question.text.matchAll(/(?<![\w@.-])((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})(?![\w-])/gi),
  ].map((match) => bareName(match[1] ?? ""));
  return [...new Set([...mentioned, ...written])].filter(
    (host) => !/\.(?:json|yaml|pdf|py|js|ts|zip|jpe?g|png|csv|txt|log)$/.test(host),
  );
}

/** The records of a host, by name; a wildcard stands in where there is no own record. */
export function recordsOf(facts: Facts, host: string): readonly Resource[] {
  const all = facts.all("AWS::Route53::RecordSet");
  const own = all.filter((record) => record.name === host);
  return own.length > 0
    ? own
    : all.filter((record) => record.name !== undefined && covers(record.name, host));
}

/** Whether a name of a certificate or a wildcard record covers a host: a star stands for one label. */
export function covers(name: string, host: string): boolean {
  const wanted = bareName(name);
  if (wanted === host) return true;
  return wanted.startsWith("*.") && host.split(".").slice(1).join(".") === wanted.slice(2);
}

/** Where a record points to: its alias target or its values. */
export function targetsOf(record: Resource): readonly string[] {
  const alias = record.data["AliasTarget"];
  const targets = isObject(alias)
    ? [text(alias, "DNSName")]
    : objects(record.data, "ResourceRecords").map((one) => text(one, "Value"));
  return targets.map((target) => bareName(target).replace(/^dualstack\./, ""));
}
