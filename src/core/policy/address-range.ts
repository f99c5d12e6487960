interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Whether an address lies in a range (`10.0.0.0/8`, `2001:db8::/32`); without a prefix length the range is one address. Undefined where either cannot be read. */
export function inRange(address: string, range: string): boolean | undefined {
  const [base = "", length] = range.split("/");
  const inner = readAddress(address);
  const outer = readAddress(base);
  if (!inner || !outer) return undefined;
  const prefix = length === undefined ? outer.bits : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (!(prefix >= 0 && prefix <= outer.bits)) return undefined;
  if (inner.bits !== outer.bits) return false;
  const shift = BigInt(outer.bits - prefix);
  return inner.value >> shift === outer.value >> shift;
}

function readAddress(text: string): Address | undefined {
  return text.includes(":") ? readVersion6(text) : readVersion4(text);
}

function readVersion4(text: string): Address | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return { bits: 32, value: parts.reduce((value, part) => value * 256n + BigInt(part), 0n) };
}

function readVersion6(text: string): Address | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const mapped = tail?.[2] === undefined ? undefined : readVersion4(tail[2]);
  if (tail && !mapped) return undefined;
  const plain = mapped
    ? `${tail?.[1]}${(mapped.value >> 16n).toString(16)}:${(mapped.value & 0xffffn).toString(16)}`
    : text;
  const halves = plain.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], rest = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const gap = 8 - head.length - rest.length;
  if (halves.length === 1 ? gap !== 0 : gap < 1) return undefined;
  const groups = [...head, ...Array.from({ length: halves.length === 2 ? gap : 0 }, () => "0"), ...rest];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n) };
}
