import { isArray, isObject, type Json } from "../../../core/json/json.ts";

/** Whether a text holds a name as a whole: `web-1` stands in `…:instance/web-1` and not in `web-10`, nor `jobs` in `jobs.fifo`. Without regard to case. */
export function holdsName(text: string, name: string): boolean {
  if (name === "") return false;
  const whole = text.toLowerCase();
  const wanted = name.toLowerCase();
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1))
    if (
      !joinsBefore.test(whole.slice(Math.max(0, at - 2), at)) &&
      !joinsAfter.test(whole.slice(at + wanted.length, at + wanted.length + 2))
    )
      return true;
  return false;
}

const joinsBefore = /[\p{L}\p{N}_-]$|[\p{L}\p{N}]\.$/u;
const joinsAfter = /^[\p{L}\p{N}_-]|^\.[\p{L}\p{N}]/u;

/** Whether any text inside of a value holds one of the names as a whole. */
export function mentionsAny(value: Json | undefined, names: ReadonlySet<string>): boolean {
  if (typeof value === "string") return [...names].some((name) => holdsName(value, name));
  if (isArray(value)) return value.some((item) => mentionsAny(item, names));
  return isObject(value) && Object.values(value).some((member) => mentionsAny(member, names));
}

/** A name without the differences of spelling between an API's members and how people write them: `ip_permissions`, `IpPermissions`. */
export function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
