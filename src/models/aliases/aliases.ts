import { accountsIn, withAccounts } from "./accounts.ts";
import { withIPv4, withIPv6 } from "./addresses.ts";
import { withOwnHosts } from "./own-host.ts";

type Kind = "account" | "address" | "address6" | "host";

/** So many stand-ins there are of a kind; what comes after them is taken out and does not come back. */
const most: { readonly [kind in Kind]: number } = {
  account: 99_999,
  address: 131_071,
  address6: 65_535,
  host: 1_000_000,
};

/**
 * Puts others in the place of account ids, addresses (IPv4, IPv6) and the host names of an account's own endpoints before anything leaves, and back in
 * what comes. The stand-ins are of the same kind (twelve digits; addresses kept free for benchmarks, RFC 2544 and RFC 5180; hosts in the same region and
 * service), so that scripts that a model writes with them are right once they are put back. One object serves a run; a text in which stand-ins stand
 * already is left as it is.
 */
export class Aliases {
  readonly #aliases = new Map<string, string>();
  readonly #originals = new Map<string, string>();
  readonly #counts: { [kind in Kind]: number } = { account: 0, address: 0, address6: 0, host: 0 };
  readonly #accounts: Set<string>;

  /** `accounts`: those that are known; others are learnt where they stand as account ids. `known`: stand-ins of the same run from before, with what they stand for. */
  constructor(accounts: readonly string[], known: Readonly<Record<string, string>> = {}) {
    this.#accounts = new Set(accounts);
    for (const [alias, original] of Object.entries(known)) this.#keep(alias, original);
    for (const id of this.#aliases.keys()) if (/^\d{12}$/.test(id)) this.#accounts.add(id);
  }

  /** What stands for what so far. */
  known(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#originals);
  }

  hide(text: string): string {
    for (const account of accountsIn(text)) if (!this.#originals.has(account)) this.#accounts.add(account);
    const hosts = withOwnHosts(text, (host, zone) => this.#aliasOf(host, "host", text, zone));
    const addresses = withIPv6(
      withIPv4(hosts, (address) => this.#aliasOf(address, "address", text)),
      (address) => this.#aliasOf(address, "address6", text),
    );
    const accounts = withAccounts(addresses, this.#accounts, (id) => this.#aliasOf(id, "account", text));
    return this.#withoutCutAccounts(accounts);
  }

  show(text: string): string {
    if (this.#originals.size === 0) return text;
    return text
      .replaceAll(/host-alias-(\d{1,7})(?!\d)(?:[\w.-]*\w)?/g, (host, number: string) =>
        this.#hostBehind(host, number),
      )
      .replaceAll(/(?<!\w)2001:2::[0-9a-f]{1,4}(?!\w|:\w)/gi, (alias) => this.#behind(alias))
      .replaceAll(/(?<![\d.])198\.1[89](?:\.\d{1,3}){2}(?!\d|\.\d)/g, (alias) => this.#behind(alias))
      .replaceAll(/(?<!\d|(?<!ec)\d-)198-1[89](?:-\d{1,3}){2}(?!\d|-\d)/g, (dashed) => {
        const alias = dashed.replaceAll("-", ".");
        return this.#originals.get(alias)?.replaceAll(".", "-") ?? dashed;
      })
      .replaceAll(/(?<!\d)9000000\d{5}(?!\d)/g, (alias) => this.#behind(alias))
      .replaceAll(/(?<!\d|\d-)9000-000\d-\d{4}(?!\d|-\d)/g, (grouped) => {
        const original = this.#originals.get(grouped.replaceAll("-", ""));
        return original?.replaceAll(/\d{4}(?=\d)/g, "$&-") ?? grouped;
      });
  }

  #behind(alias: string): string {
    return this.#originals.get(alias) ?? this.#originals.get(alias.toLowerCase()) ?? alias;
  }

  /** The host by its whole name, with what follows it; or by its first word alone. */
  #hostBehind(host: string, number: string): string {
    const start = `host-alias-${number}`;
    const [whole, original] = [...this.#originals].find(([alias]) => alias.startsWith(`${start}.`)) ?? [];
    if (whole === undefined || original === undefined) return host;
    if (host.toLowerCase().startsWith(whole.toLowerCase())) return original + host.slice(whole.length);
    return host === start ? original : host;
  }

  #aliasOf(original: string, kind: Kind, text: string, zone = ""): string {
    if (this.#originals.has(original)) return original;
    const known = this.#aliases.get(original);
    if (known !== undefined) return known;
    for (;;) {
      this.#counts[kind] += 1;
      if (this.#counts[kind] > most[kind]) return `«${kind === "account" ? "account" : "address"}»`;
      const alias = standIn(kind, this.#counts[kind], zone);
      // One that is something itself would come back as another thing.
      if (this.#aliases.has(alias) || this.#originals.has(alias) || text.includes(alias)) continue;
      this.#keep(alias, original);
      return alias;
    }
  }

  #keep(alias: string, original: string): void {
    this.#aliases.set(original, alias);
    this.#originals.set(alias, original);
  }

  /** Where a text was cut in the middle of an account id, the beginning of one says too much as well. */
  #withoutCutAccounts(text: string): string {
    return text.replaceAll(/(?<!\d)\d{5,11}(?=…|\.\.\.)/g, (digits) =>
      [...this.#accounts].some((account) => account.startsWith(digits)) ? "" : digits,
    );
  }
}

function standIn(kind: Kind, number: number, zone: string): string {
  switch (kind) {
    case "account":
      return `9000000${String(number).padStart(5, "0")}`;
    case "address":
      return `198.${18 + Math.floor(number / 65_536)}.${Math.floor(number / 256) % 256}.${number % 256}`;
    case "address6":
      return `2001:2::${number.toString(16)}`;
    case "host":
      return `host-alias-${number}.${zone}`;
  }
}
