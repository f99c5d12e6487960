import type { ServiceModel, Shape, ShapeRef } from "./service-models.ts";

/** A reference with the shape it leads to; traits of the reference win, as botocore merges them. */
export interface Typed {
  readonly shape: Shape;
  readonly shapeName: string;
  readonly locationName: string | undefined;
  readonly flattened: boolean;
  readonly timestampFormat: string | undefined;
}

export function typed(model: ServiceModel, ref: ShapeRef | undefined): Typed | undefined {
  const shape = ref && model.shapes[ref.shape];
  if (!shape) return undefined;
  return {
    shape,
    shapeName: ref.shape,
    locationName: ref.locationName ?? shape.locationName,
    flattened: ref.flattened ?? shape.flattened ?? false,
    timestampFormat: ref.timestampFormat ?? shape.timestampFormat,
  };
}

export function inputShape(model: ServiceModel, operation: string): Shape | undefined {
  return typed(model, model.operations[operation]?.input)?.shape;
}

export function outputShape(model: ServiceModel, operation: string): Shape | undefined {
  return typed(model, model.operations[operation]?.output)?.shape;
}
