import type { Facts } from "../../core/facts.ts";
import { keyArn } from "../../diagnose/key-behind.ts";
import type { KeyBehind } from "../../diagnose/key-behind.ts";
import type { AccessAsk } from "./access-ask.ts";

/** What a caller must be allowed to do with the key so as to read or write the resource behind it. */
export function keyAsks(facts: Facts, ask: AccessAsk, key: KeyBehind): readonly AccessAsk[] {
  const arn = keyArn(facts, key);
  if (arn === undefined) return [];
  const reads = ask.actions.some((action) => /:(?:Get|Receive|BatchGet|Query|Scan)/.test(action));
  const writes = ask.actions.some((action) => /:(?:Put|Send|Publish|Update|BatchWrite)/.test(action));
  const needed = [
    ...(writes ? ["kms:GenerateDataKey"] : []),
    ...(reads || (writes && key.service === "sqs") ? ["kms:Decrypt"] : []),
  ];
  const id = arn.split("/").at(-1) ?? arn;
  const region = arn.split(":")[3] ?? key.region;
  return needed.map((action) => ({
    principal: ask.principal,
    actions: [action],
    resource: arn,
    context: { "kms:ViaService": [`${key.service}.${region}.amazonaws.com`] },
    target: { type: "AWS::KMS::Key", id, arn },
    from: ask.from,
    evidence: ask.evidence,
  }));
}
