import type { ServiceModel, Shape, ShapeRef } from "../service-models.ts";

/** A shape's members that stand in the body, as a shape of its own, so that the walk over a document stays one. */
export interface BodyShape {
  readonly model: ServiceModel;
  readonly ref: ShapeRef;
  /** None of its members stands in the body. */
  readonly empty: boolean;
}

/** Made once for each shape: a large model has thousands of shapes, and every request would copy them. */
const made = new WeakMap<Shape, BodyShape>();

export function bodyShape(model: ServiceModel, shape: Shape): BodyShape {
  const known = made.get(shape);
  // The same shape, read by another instance of the model, is as good.
  if (known) return known;
  const members = Object.fromEntries(
    Object.entries(shape.members ?? {}).filter(([, member]) => member.location === undefined),
  );
  const body: BodyShape = {
    model: { ...model, shapes: { ...model.shapes, "«body»": { ...shape, members } } },
    ref: { shape: "«body»" },
    empty: Object.keys(members).length === 0,
  };
  made.set(shape, body);
  return body;
}
