import { AppError } from "../core/errors.ts";
import type { AccessQuery } from "../diagnose/authorization/authorization.ts";
import { parseRange } from "../diagnose/reachability/address-range.ts";
import type { PathQuery } from "../diagnose/reachability/reachability.ts";

type Asked = Pick<AccessQuery, "principal" | "action" | "resource">;

/** Throws AppError("usage") for what nobody can be asked about; whether it exists is for the account to say. */
export function checkAccessUsage({ principal, action, resource }: Asked): void {
  if (principal.trim() === "")
    throw wrong("The principal is empty.", "An ARN, a role's or user's name, a service principal, or *");
  if (!/^[a-z\d-]+:[a-z\d]+$/i.test(action))
    throw wrong(`"${action}" is no action.`, "One action as SERVICE:ACTION, as s3:GetObject");
  if (resource !== "*" && !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(resource))
    throw wrong(`"${resource}" is no resource.`, "An ARN, as arn:aws:s3:::releases/app.zip, or *");
}

/** Throws AppError("usage"), as above. */
export function checkPathUsage({ from, to, protocol, port }: PathQuery): void {
  const ends = "internet, an address or range, or a resource by id, ARN or name";
  for (const end of [from, to]) {
    if (end.trim() === "") throw wrong("An end of the way is empty.", `Give --from and --to: ${ends}`);
    if (/^\d{1,3}(?:\.\d{1,3}){3}(?:\/.*)?$/.test(end.trim()) && !parseRange(end))
      throw wrong(`"${end}" is no address, and no range of them.`, "As 203.0.113.7 or 10.0.0.0/16");
  }
  if (protocol === "icmp" && port !== undefined)
    throw wrong("icmp has no ports.", "Leave --port out, or give --protocol tcp.");
  if (port !== undefined && port > 65_535) throw wrong(`${port} is no port.`, "Give one from 0 to 65535.");
}

function wrong(message: string, next: string): AppError {
  return new AppError("usage", message, { next });
}
