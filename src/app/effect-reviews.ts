import { AppError } from "../core/errors.ts";
import type { EffectReview } from "../core/effect.ts";
import type { Workshop } from "./workshop.ts";

/** What the effect table says of one operation (`sqs:ReceiveMessage`) or of all of a service (`sqs`). Throws AppError("usage") for an unknown one. */
export async function effectReviews(workshop: Workshop, asked: string): Promise<readonly EffectReview[]> {
  const [service = "", operation] = asked.split(":");
  const models = await workshop.models();
  const model = models.model(service);
  if (!model)
    throw new AppError("usage", `There is no service "${service}".`, {
      next: "Give boto3's name of it, as sqs or elbv2.",
    });
  const names = Object.keys(model.operations).filter(
    (name) => operation === undefined || name.toLowerCase() === operation.toLowerCase(),
  );
  if (names.length === 0)
    throw new AppError("usage", `${service} has no operation "${operation ?? ""}".`, {
      next: `nephoscope effects ${service}   lists them.`,
    });
  const review = await workshop.effects();
  return names.map((name) => review(service, name));
}
