import { readdirSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Effects } from "./service.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const names = readdirSync(folder).filter((name) => existsSync(`${folder}${name}/effects.ts`));
// A door: every such file exports `effects`.
const tables = await Promise.all(
  names.map(
    async (name) => [name, ((await import(`./${name}/effects.ts`)) as { effects: Effects }).effects] as const,
  ),
);

const effectsOf = (effects: Effects, operation: string) => {
  const entry = effects[operation] ?? [];
  return "effects" in entry ? entry.effects : entry;
};

describe("effect tables", () => {
  it("covers the services that an inspection needs", () => expect(tables.length).toBeGreaterThanOrEqual(45));

  it.each(tables)("takes no writing operation of %s for a read", (_, effects) => {
    const writing =
      /^(?:Create|Delete|Put|Update|Modify|Set|Start|Stop|Run|Terminate|Reboot|Attach|Detach|Associate|Disassociate|Add|Remove|Tag|Untag|Enable|Disable|Register|Deregister|Send|Publish|Invoke|Restore|Reset|Purge|Cancel|Accept|Reject|Grant|Revoke|Copy|Import|Upload)/;
    const harmless = Object.keys(effects).filter(
      (operation) => writing.test(operation) && effectsOf(effects, operation).includes("pure"),
    );
    expect(harmless).toEqual([]);
    expect(Object.keys(effects).filter((operation) => effectsOf(effects, operation).length === 0)).toEqual(
      [],
    );
  });

  it.each([
    ["sqs", "ReceiveMessage", ["data", "mutates"]],
    ["s3", "GetObject", ["data"]],
    ["s3", "GetBucketPolicy", ["pure"]],
    ["secretsmanager", "GetSecretValue", ["secret"]],
    ["secretsmanager", "DescribeSecret", ["pure"]],
    ["sts", "AssumeRole", ["mints"]],
    ["kms", "Decrypt", ["secret"]],
    ["logs", "FilterLogEvents", ["logs"]],
    ["logs", "StartQuery", ["logs", "costs"]],
    ["dynamodb", "Scan", ["data"]],
    ["ec2", "GetPasswordData", ["secret"]],
    ["iam", "CreateAccessKey", ["mutates", "mints"]],
    ["ce", "GetCostAndUsage", ["pure", "costs"]],
    ["lambda", "GetFunction", ["pure"]],
    ["ecr", "GetAuthorizationToken", ["mints"]],
  ])("says of %s:%s %j", (name, operation, expected) => {
    const table = tables.find(([service]) => service === name)?.[1] ?? {};
    expect(effectsOf(table, operation)).toEqual(expected);
  });
});
