import type { Resource } from "../../../core/facts.ts";
import type { ResourceRef } from "../../../core/finding.ts";
import type { Blame } from "../../../diagnose/blame.ts";

/** A fault before its change is known. */
export interface Blamed {
  readonly resource: Resource | ResourceRef;
  readonly blamed: Blame;
}

/** A resource as a sentence names it: name and id where they differ. */
export function called(resource: { readonly id: string; readonly name?: string | undefined }): string {
  return resource.name === undefined || resource.name === resource.id
    ? resource.id
    : `${resource.name} (${resource.id})`;
}
