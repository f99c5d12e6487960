/** Single values compared as the IAM User Guide's "Condition operators" says, each by its plainest reading. */

const bits = { 4: 32n, 6: 128n } as const;

interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

function parseFour(text: string): Address | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255))
    return undefined;
  return { family: 4, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

function parseSix(text: string): Address | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const [left = [], right = []] = groups;
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...left, ...Array.from({ length: missing }, () => "0"), ...right];
  if (all.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { family: 6, value: all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n) };
}

function parseAddress(text: string): Address | undefined {
  return text.includes(":") ? parseSix(text) : parseFour(text);
}

/** Whether an address lies in a range, or is the one address. */
export function addressIn(address: string, range: string): boolean {
  const [base = "", length] = range.split("/");
  const inside = parseAddress(address);
  const outside = parseAddress(base);
  if (!inside || !outside || inside.family !== outside.family) return false;
  const width = bits[inside.family];
  const shift = width - (length === undefined ? width : BigInt(length));
  return inside.value >> shift === outside.value >> shift;
}

/** Milliseconds of a W3C date-time, or of seconds since 1970. */
export function timeOf(text: string): number | undefined {
  if (/^\d{6,}$/.test(text)) return Number(text) * 1000;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

export function numberOf(text: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
