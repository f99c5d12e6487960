import type { Json } from "./json/json.ts";
import type { NewlyAllowed, Proof } from "./finding.ts";

/** One edit of the facts. `path` is a JSON Pointer into the resource's data; `add` to `/-` appends to a list (as RFC 6902). */
export type FactEdit =
  | {
      readonly op: "add" | "replace";
      readonly type: string;
      readonly id: string;
      readonly path: string;
      readonly value: Json;
    }
  | { readonly op: "remove"; readonly type: string; readonly id: string; readonly path: string }
  | { readonly op: "create"; readonly type: string; readonly id: string; readonly value: Json }
  | { readonly op: "delete"; readonly type: string; readonly id: string };

/** A fix, once: the commands, the rollback and the patch that is proved on the facts are all rendered from it. */
export interface Change {
  readonly summary: string;
  readonly commands: readonly (readonly string[])[];
  readonly risk: string;
  readonly rollback: string;
  readonly edits: readonly FactEdit[];
}

export type { NewlyAllowed, Proof };
