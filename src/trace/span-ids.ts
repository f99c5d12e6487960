import { createHash } from "node:crypto";

/** The same ids whenever a run is told: telling it again does not make a second trace. */
export function traceIdOf(run: string): string {
  return digest(run).slice(0, 32);
}

/** 16 hexadecimal digits, as W3C Trace Context has them. */
export function spanIdOf(run: string, key: string): string {
  return digest(`${run} ${key}`).slice(0, 16);
}

/** A UUID of version 7 (RFC 9562): its time is the span's start, the rest a digest instead of chance. */
export function uuidOf(run: string, key: string, start: string): string {
  const time = Math.max(0, Date.parse(start)).toString(16).padStart(12, "0").slice(-12);
  const rest = digest(`uuid ${run} ${key}`);
  const variant = ((Number.parseInt(rest.slice(3, 4), 16) & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-${variant}${rest.slice(4, 7)}-${rest.slice(7, 19)}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
