import type { RecordedCall } from "../core/call.ts";

/** Prefixes of ids as EC2 and its neighbours give them (Amazon EC2 User Guide, Resource IDs). */
const prefixes =
  "i|sg|sgr|vpc|subnet|eni|eni-attach|rtb|rtbassoc|igw|eigw|nat|acl|aclassoc|pcx|tgw|tgw-attach|tgw-rtb|vpce|vpce-svc|vol|snap|ami|eipalloc|eipassoc|lt|pl|vgw|cgw|vpn|dopt|fs|fsmt|r|spot|asg|cr|fl|key|lgw|mi|o|ou";
const idPattern = new RegExp(`(?<![\\w-])(?:${prefixes})-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![\\w-])`, "gi");
/** Ids of keys, event source mappings, distributions' requests and whatever else is a UUID (RFC 9562). */
const uuidPattern = /(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/gi;
const arnPattern = /arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(?:\d{12}|aws|):[^\s"'`,;<>(){}[\]]+/gi;

/** Knows every id that stands in a recorded call or in the question. */
export class KnownIds {
  readonly #text: string;

  constructor(calls: readonly RecordedCall[], ...texts: readonly string[]) {
    const told = calls.map((call) =>
      JSON.stringify([call.params, call.resources, call.response ?? null, call.error?.message ?? ""]),
    );
    this.#text = [...told, ...texts].join("\n").toLowerCase();
  }

  /** Resource ids and ARNs in a claim that nobody has seen: invented ones. */
  unknownIn(claim: object | string): readonly string[] {
    const text = JSON.stringify(claim);
    const ids = [...(text.match(idPattern) ?? []), ...(text.match(uuidPattern) ?? [])];
    const arns = (text.match(arnPattern) ?? []).map((arn) => arn.replace(/[.:\\]+$/, ""));
    return [
      ...new Set([...ids.filter((id) => !this.#hasWhole(id)), ...arns.filter((arn) => !this.#knowsArn(arn))]),
    ];
  }

  /** An ARN may be composed of what is known: its last part that is no wildcard, and its account. ARNs that AWS owns are everyone's. */
  #knowsArn(arn: string): boolean {
    if (this.#has(arn)) return true;
    const [, , , , account = "", ...rest] = arn.split(":");
    if (account === "aws") return true;
    const parts = rest
      .join(":")
      .split(/[:/]/)
      .filter((part) => part !== "" && !part.includes("*"));
    const last = parts.at(-1);
    return (
      (account === "" || this.#has(account)) && (last === undefined || last === "root" || this.#has(last))
    );
  }

  /** A short id is not known because a longer one begins with it. */
  #hasWhole(id: string): boolean {
    const wanted = id.toLowerCase();
    for (let at = this.#text.indexOf(wanted); at >= 0; at = this.#text.indexOf(wanted, at + 1))
      if (!/[0-9a-f]/.test(this.#text.charAt(at + wanted.length))) return true;
    return false;
  }

  #has(text: string): boolean {
    return this.#text.includes(text.toLowerCase());
  }
}
