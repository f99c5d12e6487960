/** A policy document as AWS's grammar has it (IAM User Guide, Grammar of the JSON policy language). Every statement carries a Sid of its own. */
export type Policy = {
  readonly Version: "2012-10-17" | "2008-10-17";
  readonly Statement: readonly Statement[];
};

export type Statement = {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: Texts;
  readonly NotAction?: Texts;
  readonly Resource?: Texts;
  readonly NotResource?: Texts;
  readonly Principal?: Principals;
  readonly NotPrincipal?: Principals;
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: Texts } };
};

export type Texts = string | readonly string[];
export type Principals = "*" | { readonly [type: string]: Texts };

export interface Identity {
  readonly kind: "User" | "Role";
  readonly name: string;
  readonly arn: string;
  readonly uniqueId: string;
  readonly tags: Tags;
  readonly inline: readonly Policy[];
  readonly attached: readonly Policy[];
  readonly boundary?: Policy;
  readonly groups: readonly Group[];
}

export type Tags = { readonly [key: string]: string };

export interface Group {
  readonly name: string;
  readonly inline: readonly Policy[];
  readonly attached: readonly Policy[];
}

export interface Grant {
  readonly grantee: string;
  readonly operations: readonly string[];
}

/** From the root down to the account; each level carries what is attached to it. */
export interface Level {
  readonly id: string;
  readonly serviceControl: readonly Policy[];
  readonly resourceControl: readonly Policy[];
}

export interface Organization {
  readonly id: string;
  readonly managed: boolean;
  readonly levels: readonly Level[];
}

export type Service = "sqs" | "s3" | "kms" | "sts" | "dynamodb";

/** A small account around one resource of one service. */
export interface Account {
  readonly seed: number;
  readonly service: Service;
  readonly user: Identity;
  readonly role: Identity;
  /** The queue's, bucket's, key's or table's policy; the trust policy of the role that is to be assumed. */
  readonly resourcePolicy?: Policy;
  readonly resourceTags: Tags;
  readonly grants: readonly Grant[];
  /** Settings of the bucket that bear on access. */
  readonly restrictPublicBuckets: boolean;
  readonly ignorePublicAcls: boolean;
  readonly ownerEnforced: boolean;
  readonly publicObject: boolean;
  readonly organization?: Organization;
  readonly endpointPolicy?: Policy;
}

export type Caller = "user" | "role" | "session" | "root" | "stranger" | "anyone" | "service";

export interface Question {
  readonly caller: Caller;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: { readonly [key: string]: readonly string[] };
}

export const home = "123456789012";
export const stranger = "999988887777";
export const now = "2026-11-21T00:00:00Z";
export const endpointId = "vpce-0123456789abcdef0";
export const organizationId = "o-abcdefghij";
export const sessionName = "shift";
export const callingService = "sns.amazonaws.com";
export const topicArn = `arn:aws:sns:us-east-1:${home}:orders`;

/** A queue of another account; its policy cannot be read. */
export const foreignQueue = `arn:aws:sqs:us-east-1:${stranger}:jobs`;

/** The ARN of the resource (for S3 of the bucket) at the centre of an account. */
export const resourceArns: { readonly [service in Service]: string } = {
  sqs: `arn:aws:sqs:us-east-1:${home}:jobs`,
  s3: "arn:aws:s3:::ledger",
  kms: `arn:aws:kms:us-east-1:${home}:key/11111111-2222-3333-4444-555555555555`,
  sts: `arn:aws:iam::${home}:role/target`,
  dynamodb: `arn:aws:dynamodb:us-east-1:${home}:table/orders`,
};
