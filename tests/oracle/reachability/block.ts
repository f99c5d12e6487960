/**
 * Addresses as hexadecimal digits of full width: 8 for IPv4, 32 for IPv6. Addresses of one family compare like words in a dictionary, so
 * that a block is nothing but its first and its last address. Deliberately not the product's arithmetic.
 */
export interface Block {
  readonly first: string;
  readonly last: string;
  readonly bits: number;
}

export function digits(address: string): string {
  if (!address.includes(":"))
    return address
      .split(".")
      .map((part) => hex(Number(part), 2))
      .join("");
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...zeros, ...right].map((part) => part.padStart(4, "0").toLowerCase()).join("");
}

/** An IPv4 address as people write it. */
export function written(address: string): string {
  return [0, 2, 4, 6].map((at) => Number.parseInt(address.slice(at, at + 2), 16)).join(".");
}

const known = new Map<string, Block>();

export function blockOf(cidr: string): Block {
  const before = known.get(cidr);
  if (before) return before;
  const [address = "", length] = cidr.split("/");
  const first = digits(address);
  const bits = length === undefined ? first.length * 4 : Number(length);
  const free = BigInt(first.length * 4 - bits);
  const last = (BigInt(`0x${first}`) + (1n << free) - 1n).toString(16).padStart(first.length, "0");
  const block = { first, last, bits };
  known.set(cidr, block);
  return block;
}

export function holds(cidr: string, address: string): boolean {
  const block = blockOf(cidr);
  return block.first.length === address.length && block.first <= address && address <= block.last;
}

/** The first and last address of a block, and those just outside it. */
export function edges(cidr: string): readonly string[] {
  const { first, last } = blockOf(cidr);
  return [moved(first, -1n), first, last, moved(last, 1n)].filter((one) => one !== "");
}

function moved(address: string, by: bigint): string {
  const value = BigInt(`0x${address}`) + by;
  const text = value < 0n ? "" : value.toString(16).padStart(address.length, "0");
  return text.length === address.length ? text : "";
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, "0");
}
