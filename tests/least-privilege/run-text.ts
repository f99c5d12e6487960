import { createAwsSource } from "../../src/aws/create-aws-source.ts";
import { createRehearsalSource } from "../../src/aws/rehearse/create-rehearsal-source.ts";
import type { Credentials } from "../../src/aws/send/sign-request.ts";
import type { Situation } from "../../src/core/record/rehearsal.ts";
import type { Workshop } from "../../src/app/workshop.ts";
import { defaultBrokerLimits } from "../../src/broker/broker.ts";
import { createBroker } from "../../src/broker/create-broker.ts";
import type { Call } from "../../src/core/call.ts";
import { defaultCeiling } from "../../src/core/grant.ts";
import type { PolicyDocument } from "../../src/core/grant.ts";
import type { Source } from "../../src/core/source.ts";
import type { Outcome } from "../../src/core/script.ts";
import { defaultLimits } from "../../src/core/sandbox.ts";
import type { Sandbox } from "../../src/core/sandbox.ts";

export const place = { account: "123456789012", region: "us-east-1" };

export interface RanText {
  readonly policy: PolicyDocument;
  readonly outcome: Outcome;
  readonly calls: readonly Call[];
}

export interface RehearseText {
  readonly code: string;
  readonly situation: Situation;
  readonly sandbox: Sandbox;
}

/** Runs a text through the real broker, under the policy derived from it; the answers are made up. */
export async function rehearseText(
  workshop: Workshop,
  { code, situation, sandbox }: RehearseText,
): Promise<RanText> {
  const checker = await workshop.checker();
  const { fixedCode, policy } = await checker.check({ code, ...place });
  const models = await workshop.models();
  using source = await sourceFor(workshop, () => Promise.reject(new Error("a rehearsal sends nothing")));
  const rehearsal = createRehearsalSource({ source, models, account: place.account, situation, now });
  return run(sandbox, rehearsal, { code: fixedCode, policy });
}

export interface RunText {
  readonly code: string;
  readonly policy: PolicyDocument;
  readonly credentials: Credentials;
  readonly endpoint: string;
}

/** The same as somebody in an account behind an endpoint, in the sandbox that users get. */
export async function runText(
  workshop: Workshop,
  { code, policy, credentials, endpoint }: RunText,
): Promise<RanText> {
  using source = await sourceFor(workshop, () => Promise.resolve(credentials), endpoint);
  return run(await workshop.sandbox(), source, { code, policy });
}

const now = () => new Date();

async function sourceFor(workshop: Workshop, authenticate: () => Promise<Credentials>, endpoint?: string) {
  return createAwsSource({
    models: await workshop.models(),
    index: await workshop.index(),
    catalog: workshop.catalog(),
    effects: workshop.reviewed,
    prices: workshop.prices(),
    authenticate,
    ...(endpoint !== undefined && { endpoint }),
    now,
  });
}

async function run(
  sandbox: Sandbox,
  source: Source,
  { code, policy }: { readonly code: string; readonly policy: PolicyDocument },
): Promise<RanText> {
  const calls: Call[] = [];
  await using broker = createBroker({
    source,
    ...place,
    lastCall: 0,
    limits: { ...defaultBrokerLimits, usd: 10 },
    now,
    record: (call) => {
      calls.push(call);
      return Promise.resolve();
    },
  });
  const effects = [...defaultCeiling.effects];
  const mandate = { accounts: [place.account], regions: ["us-east-1"], effects };
  const outcome = await sandbox.run({
    code,
    region: place.region,
    limits: defaultLimits,
    connect: (stream) =>
      broker.serve(stream, {
        grant: { ceiling: { effects, usd: 10 }, mandate, policy },
        step: 1,
        attempt: 1,
      }),
  });
  return { policy, outcome, calls };
}
