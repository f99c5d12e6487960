import { lookAlikeFree } from "../core/text/look-alike-free.ts";

/** Prefixes of ids as EC2 and its neighbours give them (Amazon EC2 User Guide, Resource IDs). */
const prefixes =
  "i|sg|sgr|vpc|subnet|eni|eni-attach|rtb|rtbassoc|igw|eigw|nat|acl|aclassoc|pcx|tgw|tgw-attach|tgw-rtb|vpce|vpce-svc|vol|snap|ami|eipalloc|eipassoc|lt|pl|vgw|cgw|vpn|dopt|fs|fsmt|r|spot|asg|cr|fl|key|lgw|mi|o|ou";
const patterns: readonly RegExp[] = [
  new RegExp(`(?<![a-z0-9-])(?:${prefixes})-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![\\w-])`, "gi"),
  // A long form with any prefix or none, and what else is a long hexadecimal number: load balancers, tasks, traces.
  /(?<![a-z0-9])(?:[a-z]+-)*(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{16,40}(?![a-z0-9-])/gi,
  // Keys, event source mappings, requests, and whatever else is a UUID (RFC 9562).
  /(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/gi,
  // Unique ids of IAM (IAM User Guide, Unique identifiers).
  /(?<![A-Za-z0-9])(?:ABIA|ACCA|AGPA|AIDA|AIPA|AKIA|ANPA|ANVA|APKA|AROA|ASCA|ASIA)[A-Z0-9]{12,17}(?![A-Za-z0-9])/g,
];
/** The beginning of an id: nobody has seen it where no known id begins so. */
const shortened = new RegExp(
  `(?<![a-z0-9-])(?:${prefixes})-(?=[0-9a-f]*[0-9])(?:[0-9a-f]{9,16}|[0-9a-f]{5,7})(?![\\w-])`,
  "gi",
);
const isUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-/i;
const arnPattern = /arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(?:\d{12}|aws|):[^\s"'`,;<>(){}[\]]+/gi;

/** Knows every id that stands in some texts: what was recorded, as JSON, and the question. */
export class KnownIds {
  readonly #text: string;

  constructor(texts: readonly string[]) {
    this.#text = texts
      .join("\n")
      .replaceAll(/\\[nrt]/g, " ")
      .toLowerCase();
  }

  /** Resource ids and ARNs in a claim that nobody has seen: invented ones, and those written so that they only look like known ones. */
  unknownIn(claim: object | string): readonly string[] {
    return [...new Set(textsIn(claim).flatMap((text) => this.#unknownInText(text)))];
  }

  #unknownInText(text: string): readonly string[] {
    const plain = lookAlikeFree(decoded(text));
    const written = text.toLowerCase();
    const ids = patterns
      .flatMap((pattern) => plain.match(pattern) ?? [])
      .filter((id) => !this.#hasWhole(id) || !written.includes(id.toLowerCase()));
    const begun = (plain.match(shortened) ?? []).filter((id) => !this.#has(id));
    const arns = (text.match(arnPattern) ?? []).map((arn) => arn.replace(/[.:\\]+$/, ""));
    return [...ids, ...begun, ...arns.filter((arn) => !this.#knowsArn(arn))];
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
      (account === "" || this.#has(account)) && (last === undefined || last === "root" || this.#hasName(last))
    );
  }

  /** A short id is not known because a longer one begins with it. */
  #hasWhole(id: string): boolean {
    if (this.#stands(id, /(?!)/, /^[0-9a-f]/)) return true;
    // A name may end in an id: `copy-of-vol-…`. What is left has a prefix still.
    const rest = id.slice(id.indexOf("-") + 1);
    return rest !== id && rest.includes("-") && !isUuid.test(id) && this.#hasWhole(rest);
  }

  /** `web` is not known because there is a `web-1`. */
  #hasName(name: string): boolean {
    return this.#stands(name, /[\p{L}\p{N}_-]$/u, /^[\p{L}\p{N}_-]/u);
  }

  #stands(text: string, notBefore: RegExp, notAfter: RegExp): boolean {
    const wanted = text.toLowerCase();
    for (let at = this.#text.indexOf(wanted); at >= 0; at = this.#text.indexOf(wanted, at + 1))
      if (
        !notBefore.test(this.#text.slice(Math.max(0, at - 1), at)) &&
        !notAfter.test(this.#text.slice(at + wanted.length, at + wanted.length + 1))
      )
        return true;
    return false;
  }

  #has(text: string): boolean {
    return this.#text.includes(text.toLowerCase());
  }
}

/** Every text in a claim by itself: in JSON a line end before an id would join it. */
function textsIn(claim: unknown): readonly string[] {
  if (typeof claim === "string") return [claim];
  if (Array.isArray(claim)) return claim.flatMap(textsIn);
  return typeof claim === "object" && claim !== null
    ? Object.entries(claim).flatMap(([key, member]) => [key, ...textsIn(member)])
    : [];
}

/** As a URL's reader would read it. */
function decoded(text: string): string {
  return text.replaceAll(/%([2-7][0-9a-f])/gi, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
