import fc from "fast-check";
import { policy, request } from "./generate-policy.ts";
import { asJson, ourAnswer } from "./our-answer.ts";
import { judge } from "./slow-policy.ts";

/** Both evaluators asked about the same drawn policy and request. */
export const policyDisagreement = fc.property(policy(true), request, (document, asked) => {
  const [slow, fast] = [judge(document, asked), ourAnswer(asJson(document), asked)];
  if (slow !== fast) throw new Error(`IAM says ${slow}, the product ${fast}`);
});
