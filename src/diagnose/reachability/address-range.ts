import ipaddr from "ipaddr.js";

export type Family = 4 | 6;

/** A run of addresses, both ends included. */
export interface AddressRange {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

/** Ranges that do not overlap. */
export type AddressSet = readonly AddressRange[];

/** Reads an address or a CIDR block; bits below the prefix are ignored, as AWS does. Undefined for anything else. */
export function parseRange(text: string): AddressRange | undefined {
  const [address = "", prefix, ...rest] = text.trim().split("/");
  if (rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return undefined;
  const family = familyOf(address);
  if (family === undefined) return undefined;
  const bits = family === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return undefined;
  const value = ipaddr
    .parse(address)
    .toByteArray()
    .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const size = 1n << BigInt(bits - length);
  const first = value - (value % size);
  return { family, first, last: first + size - 1n };
}

/** The ranges of several addresses or CIDR blocks; texts that are neither are left out. */
export function rangesOf(texts: readonly string[]): AddressSet {
  return texts.reduce<AddressSet>((set, text) => {
    const range = parseRange(text);
    return range ? [...set, ...subtract([range], set)] : set;
  }, []);
}

export function intersect(left: AddressSet, right: AddressSet): AddressSet {
  return left.flatMap((a) =>
    right.flatMap((b) => {
      if (a.family !== b.family || a.first > b.last || b.first > a.last) return [];
      return [
        {
          family: a.family,
          first: a.first > b.first ? a.first : b.first,
          last: a.last < b.last ? a.last : b.last,
        },
      ];
    }),
  );
}

export function subtract(left: AddressSet, right: AddressSet): AddressSet {
  return right.reduce<AddressSet>((rest, cut) => rest.flatMap((range) => without(range, cut)), left);
}

/** Every address of `inner` is in `outer`. */
export function covers(outer: AddressSet, inner: AddressSet): boolean {
  return subtract(inner, outer).length === 0;
}

export function overlaps(left: AddressSet, right: AddressSet): boolean {
  return intersect(left, right).length > 0;
}

export function ofFamily(set: AddressSet, family: Family): AddressSet {
  return set.filter((range) => range.family === family);
}

/** How many addresses a range holds. */
export function sizeOf(range: AddressRange): bigint {
  return range.last - range.first + 1n;
}

/** The range as a CIDR block or address where it is one, else `first-last`. */
export function formatRange(range: AddressRange): string {
  const bits = range.family === 4 ? 32 : 128;
  const size = sizeOf(range);
  const first = formatAddress(range.first, range.family);
  if (size === 1n) return first;
  const host = size.toString(2).length - 1;
  if (1n << BigInt(host) === size && range.first % size === 0n) return `${first}/${bits - host}`;
  return `${first}-${formatAddress(range.last, range.family)}`;
}

/** As a security group or ACL would write it: always with a prefix length. */
export function formatCidr(range: AddressRange): string {
  const text = formatRange(range);
  return text.includes("/") || text.includes("-") ? text : `${text}/${range.family === 4 ? 32 : 128}`;
}

export const everyIpv4: AddressRange = { family: 4, first: 0n, last: (1n << 32n) - 1n };

/** Not routed on the public internet (IANA special-purpose registries). The ranges for documentation count as public: examples use them so. */
const specialIpv4 = rangesOf([
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/4",
  "240.0.0.0/4",
]);

/** Every public IPv4 address: what `internet` stands for. */
export const publicIpv4: AddressSet = subtract([everyIpv4], specialIpv4);

/** Global unicast IPv6. */
export const publicIpv6: AddressSet = rangesOf(["2000::/3"]);

/** None of it is private or otherwise special. */
export function isPublic(set: AddressSet): boolean {
  return covers([...publicIpv4, ...publicIpv6], set);
}

function familyOf(address: string): Family | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return 4;
  return address.includes(":") && ipaddr.IPv6.isValid(address) ? 6 : undefined;
}

function formatAddress(value: bigint, family: Family): string {
  const length = family === 4 ? 4 : 16;
  const bytes = Array.from({ length }, (_, index) =>
    Number((value >> BigInt(8 * (length - 1 - index))) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}

function without(range: AddressRange, cut: AddressRange): AddressSet {
  const { family, first, last } = range;
  if (family !== cut.family || cut.first > last || cut.last < first) return [range];
  return [
    ...(cut.first > first ? [{ family, first, last: cut.first - 1n }] : []),
    ...(cut.last < last ? [{ family, first: cut.last + 1n, last }] : []),
  ];
}
