import type { FactEdit } from "./change.ts";
import type { Evidence, ResourceRef } from "./finding.ts";
import type { Json, JsonObject } from "./json/json.ts";
import type { Target } from "./target.ts";

/** A resource as one API answer shows it. `type` is CloudFormation-like (`AWS::EC2::Instance`); an answer about one aspect of a resource
 *  (a bucket's policy) is a resource of its own type (`AWS::S3::BucketPolicy`) under the same id. */
export interface Resource {
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  readonly arn?: string;
  readonly account: string;
  readonly region: string;
  /** The API's own shape, as boto3 returns it; policy documents held in strings are parsed. */
  readonly data: JsonObject;
  /** Where it stands: the call and the pointer to `data` in that call's response. */
  readonly source: { readonly call: number; readonly pointer: string };
  readonly observedAt: string;
  /** What it names: `{ kind: "uses", type: "AWS::EC2::SecurityGroup", id: "sg-…" }`. */
  readonly links: readonly Link[];
}

/** A typed relation from one resource to another, by id; the other end need not have been read. */
export interface Link {
  readonly kind: string;
  readonly type: string;
  readonly id: string;
}

/** One read with all its pages. `complete` is true only when every page was read and none was refused. */
export interface Read {
  readonly service: string;
  readonly operation: string;
  /** Parameters of the first page, without the paging token. */
  readonly params: JsonObject;
  readonly account: string;
  readonly region: string;
  readonly pages: readonly { readonly call: number; readonly response: Json }[];
  readonly complete: boolean;
  /** Set when the read was denied or failed: by us (`decision`) or by the service. */
  readonly error?: {
    readonly call: number;
    readonly code: string;
    readonly message: string;
    readonly denied: boolean;
  };
}

/** What is known of an account. Immutable: `patched` gives another one. Analyzers and checks are pure functions over this. */
export interface Facts {
  readonly account: string;
  /** Every account of which anything was read or asked; `account` first. */
  readonly accounts: readonly string[];
  /**
   * The facts as they look from one place of a run over several accounts or regions: names mean what is there, lists and reads are those made there; what
   * lies elsewhere is found by its ARN or EC2 id only, and where a peering or a transit gateway leads. Without a region: the whole account.
   */
  within(place: Pick<Target, "account"> & Partial<Target>): Facts;
  /** The resource of that type and id (id, ARN or name that identifies it). */
  get(type: string, id: string): Resource | undefined;
  all(type: string): readonly Resource[];
  /** Every type of which something was read. */
  types(): readonly string[];
  /** Everything that is called so: by id, ARN, name or last ARN segment; exact first, then without regard to case. */
  named(text: string): readonly Resource[];
  /** What that one call's answer describes, also where a later answer stands for it now. */
  shownBy(call: number): readonly Resource[];
  /** What a resource names, of what was read; with `type`, only that type. */
  linked(resource: Resource, type?: string): readonly Resource[];
  /** What names this resource. */
  linking(type: string, id: string): readonly Resource[];
  /** Everything that was read, in the order it was asked for. */
  everyRead(): readonly Read[];
  /** All reads of an operation, in the order they were made. */
  reads(service: string, operation: string): readonly Read[];
  /** The read of an operation whose parameters include `params` (a plain read of everything counts for any filter only if `params` is {}). */
  read(service: string, operation: string, params?: JsonObject): Read | undefined;
  /** Cites a resource, or a place inside it. */
  cite(resource: Resource, pointer?: string): Evidence;
  /** Cites an absence: the complete list, page by page, with the JMESPath that looks for it and its (empty) result. */
  citeAbsence(read: Read, listPointer: string, query: string): readonly Evidence[];
  /** Cites a refused read by its call and error code. */
  citeRefusal(read: Read): readonly Evidence[];
  /** The facts as they would be after these edits; evidence of untouched resources stays. */
  patched(edits: readonly FactEdit[], place?: Pick<Target, "account"> & Partial<Target>): Facts;
}

export function refOf(resource: Resource): ResourceRef {
  return {
    type: resource.type,
    id: resource.id,
    ...(resource.name !== undefined && { name: resource.name }),
    ...(resource.arn !== undefined && { arn: resource.arn }),
    region: resource.region,
    account: resource.account,
  };
}
