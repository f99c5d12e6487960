import type { Link } from "../core/facts.ts";
import { environmentReferences } from "./environment-reference.ts";

/** A link to what an ARN names, none where it names nothing that is known. */
export function linkOfArn(kind: string, arn: string): readonly Link[] {
  return environmentReferences({ arn }).map(({ type, id }) => ({ kind, type, id }));
}
