import { createAwsSource } from "../../aws/create-aws-source.ts";
import type { ServiceModels } from "../../aws/service-models.ts";
import type { Effect } from "../../core/effect.ts";
import type { Grant, PolicyDocument } from "../../core/grant.ts";
import type { Source } from "../../core/source.ts";
import { grantFor } from "../job.ts";
import type { Workshop } from "../workshop.ts";

export interface RehearsalPlace {
  readonly account: string;
  readonly region: string;
  readonly now: () => Date;
  readonly allow?: readonly Effect[];
}

/** What rehearsals of one account need: a source that decodes and judges as in earnest, and has no credentials to send anything with. */
export interface RehearsalTools extends RehearsalPlace {
  readonly source: Source;
  readonly models: ServiceModels;
  grant(policy: PolicyDocument): Grant;
}

export async function rehearsalTools(workshop: Workshop, place: RehearsalPlace): Promise<RehearsalTools> {
  const models = await workshop.models();
  const source = workshop.closes(
    createAwsSource({
      models,
      index: await workshop.index(),
      catalog: workshop.catalog(),
      effects: workshop.reviewed,
      prices: workshop.prices(),
      authenticate: () => Promise.reject(new Error("a rehearsal sends nothing")),
      now: place.now,
    }),
  );
  const { allow = [] } = place;
  return { ...place, source, models, grant: (policy) => ({ ...grantFor(place, { allow }), policy }) };
}
