/** Whether an address lies in a range of CIDR notation; a range without a length is one address. */
export function liesIn(address: string, range: string): boolean {
  const [base = "", length] = range.split("/");
  const a = bitsOf(address);
  const b = bitsOf(base);
  if (a.length !== b.length) return false;
  const wanted = length === undefined ? b.length : Number(length);
  return a.slice(0, wanted) === b.slice(0, wanted);
}

/** The bits of an address as text: 32 of them or 128. */
function bitsOf(address: string): string {
  if (!address.includes(":"))
    return address
      .split(".")
      .map((part) => binary(Number(part), 8))
      .join("");
  const [left = "", right] = address.split("::");
  const words = (text: string) => (text === "" ? [] : text.split(":"));
  const before = words(left);
  const after = words(right ?? "");
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].map((word) => binary(Number.parseInt(word, 16), 16)).join("");
}

function binary(value: number, digits: number): string {
  return value.toString(2).padStart(digits, "0");
}
