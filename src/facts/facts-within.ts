import type { FactEdit } from "../core/change.ts";
import type { Facts, Read, Resource } from "../core/facts.ts";
import type { Evidence } from "../core/finding.ts";
import type { JsonObject } from "../core/json/json.ts";
import { bestRead } from "./best-read.ts";
import { isGlobalService, isGlobalType } from "./global-services.ts";
import { joinedNetworks, networkOf } from "./joined-networks.ts";

type Place = Parameters<Facts["within"]>[0];

/** The facts as one account and region sees them; see `Facts.within`. */
export class FactsWithin implements Facts {
  readonly account: string;
  readonly accounts: readonly string[];
  readonly #whole: Facts;
  readonly #place: Place;
  #joined: ReadonlySet<string> | undefined;
  #reads: readonly Read[] | undefined;

  constructor(whole: Facts, place: Place) {
    this.account = place.account;
    this.accounts = whole.accounts;
    this.#whole = whole;
    this.#place = place;
  }

  within(place: Place): Facts {
    return new FactsWithin(this.#whole, place);
  }

  get(type: string, id: string): Resource | undefined {
    const called = this.#whole.named(id).filter((resource) => resource.type === type);
    const own = called.filter((resource) => this.#isOwn(resource));
    return (
      own.find((resource) => resource.id === id || resource.arn === id) ??
      own.find((resource) => resource.name === id) ??
      own[0] ??
      called.find((resource) => resource.arn === id || (resource.id === id && isUnique(type)))
    );
  }

  all(type: string): readonly Resource[] {
    return this.#whole.all(type).filter((resource) => this.#isOwn(resource) || this.#isJoined(resource));
  }

  types(): readonly string[] {
    return this.#whole.types().filter((type) => this.all(type).length > 0);
  }

  /** What is called so here, else what is called so anywhere: whoever asks sees by account and region where it is. */
  named(text: string): readonly Resource[] {
    const called = this.#whole.named(text);
    const own = called.filter((resource) => this.#isOwn(resource));
    return own.length > 0 ? own : called;
  }

  shownBy(call: number): readonly Resource[] {
    return this.#whole.shownBy(call);
  }

  linked(resource: Resource, type?: string): readonly Resource[] {
    const links = type === undefined ? resource.links : resource.links.filter((link) => link.type === type);
    return links.flatMap((link) => this.get(link.type, link.id) ?? []);
  }

  linking(type: string, id: string): readonly Resource[] {
    return this.#whole
      .linking(type, id)
      .filter((resource) => this.#isOwn(resource) || this.#isJoined(resource) || isUnique(type));
  }

  everyRead(): readonly Read[] {
    return (this.#reads ??= this.#whole.everyRead().filter((read) => this.#isOwnRead(read)));
  }

  reads(service: string, operation: string): readonly Read[] {
    return this.#whole.reads(service, operation).filter((read) => this.#isOwnRead(read));
  }

  read(service: string, operation: string, params: JsonObject = {}): Read | undefined {
    return bestRead(this.reads(service, operation), params);
  }

  cite(resource: Resource, pointer = ""): Evidence {
    return this.#whole.cite(resource, pointer);
  }

  citeAbsence(read: Read, listPointer: string, query: string): readonly Evidence[] {
    return this.#whole.citeAbsence(read, listPointer, query);
  }

  citeRefusal(read: Read): readonly Evidence[] {
    return this.#whole.citeRefusal(read);
  }

  patched(edits: readonly FactEdit[], place: Place = this.#place): Facts {
    return new FactsWithin(this.#whole.patched(edits, place), this.#place);
  }

  #isOwn({ account, region, type }: Resource): boolean {
    const place = this.#place;
    return (
      account === place.account &&
      (place.region === undefined || region === place.region || isGlobalType(type))
    );
  }

  #isOwnRead({ account, region, service }: Read): boolean {
    const place = this.#place;
    return (
      account === place.account &&
      (place.region === undefined || region === place.region || isGlobalService(service))
    );
  }

  /** A part of a network that a peering or transit gateway joins to one of this place. */
  #isJoined(resource: Resource): boolean {
    if (!resource.type.startsWith("AWS::EC2::")) return false;
    const vpc = networkOf(resource);
    if (vpc === undefined) return false;
    this.#joined ??= joinedNetworks(this.#whole, (one) => this.#isOwn(one));
    return this.#joined.has(vpc);
  }
}

/** EC2 makes its ids unique in all accounts and regions; names are not. */
function isUnique(type: string): boolean {
  return type.startsWith("AWS::EC2::");
}
