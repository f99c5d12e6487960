/** Strings of a message by their pointer in the value, each with what replaces it on the wire. */
export type Slots = Map<string, (text: string) => void>;

/** Bytes as base64, as the record holds them. */
export function bytesToText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** The bytes that stand for a redacted blob: `shown` is base64, or the mark that all of it is blinded. */
export function bytesShown(shown: string): Uint8Array {
  return shown.startsWith("«") ? Buffer.from(shown, "utf8") : Buffer.from(shown, "base64");
}
