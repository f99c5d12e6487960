import { z } from "zod";

/** Where a chain stands: its last entry. Noted elsewhere, it shows later that nothing before it was cut off or made anew. */
export const AuditHead = z.object({ seq: z.number().int().min(1), hash: z.string() });
export type AuditHead = z.infer<typeof AuditHead>;

/**
 * A head in the form that fits a place with little room, such as the source identity of an STS session (`[\w+=,.@-]{2,64}`):
 * `audit.SEQ.` and the first 40 hexadecimal digits.
 */
export function labelOfHead({ seq, hash }: AuditHead): string {
  return `audit.${seq}.${hash.replace("sha256:", "").slice(0, 40)}`;
}

/** A head from what a person noted: `SEQ:HASH`, `SEQ HASH`, or its label; the hash may be shortened to 16 digits. Undefined where it is none. */
export function parseHead(text: string): AuditHead | undefined {
  const found = /^(?:audit\.)?(\d{1,15})[.: ](?:sha256:)?([0-9a-f]{16,64})$/.exec(text.trim());
  if (!found?.[1] || !found[2] || Number(found[1]) < 1) return undefined;
  return { seq: Number(found[1]), hash: found[2].length === 64 ? `sha256:${found[2]}` : found[2] };
}
