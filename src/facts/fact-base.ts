import type { RecordedCall } from "../core/call.ts";
import type { FactEdit } from "../core/change.ts";
import type { Facts, Read, Resource } from "../core/facts.ts";
import type { Evidence } from "../core/finding.ts";
import { atPointer, isObject } from "../core/json/json.ts";
import type { Json, JsonObject } from "../core/json/json.ts";
import { bestAcross } from "./best-read.ts";
import { citeValue } from "./cite.ts";
import { edited } from "./edit.ts";
import { FactsWithin } from "./facts-within.ts";
import type { FactReader } from "./reader.ts";
import { readsOf } from "./reads.ts";

interface Ranked {
  readonly resource: Resource;
  readonly detail: number;
}

/** The facts that recorded calls show. Calls may come in any order; later and fuller answers replace earlier ones. */
export function factsOf(
  calls: readonly RecordedCall[],
  readers: readonly FactReader[],
  account: string,
): Facts {
  const byOperation = new Map(readers.map((reader) => [`${reader.service}:${reader.operation}`, reader]));
  const found = new Map<string, Ranked>();
  for (const call of calls.toSorted((a, b) => a.n - b.n)) {
    if (call.decision !== "allowed" || call.error || !isObject(call.response)) continue;
    const reader = byOperation.get(`${call.service}:${call.operation}`);
    if (!reader || (call.cached && found.size > 0 && seenBefore(calls, call))) continue;
    for (const ranked of resourcesOf(call, call.response, reader, account)) {
      const key = keyOf(ranked.resource);
      const before = found.get(key);
      if (!before || ranked.detail >= before.detail) found.set(key, ranked);
    }
  }
  const resources = new Map([...found].map(([key, { resource }]) => [key, resource]));
  const byNumber = new Map(calls.map((call) => [call.n, call]));
  const shown = new Map<number, readonly Resource[]>();
  const describedBy = (n: number): readonly Resource[] => {
    const call = byNumber.get(n);
    const reader = call && byOperation.get(`${call.service}:${call.operation}`);
    if (!reader || call.decision !== "allowed" || call.error || !isObject(call.response)) return [];
    return resourcesOf(call, call.response, reader, account).map(({ resource }) => resource);
  };
  return new FactBase(account, resources, {
    reads: readsOf(calls, account),
    responses: new Map(calls.map((call) => [call.n, call.response])),
    shownBy: (n) => {
      const known = shown.get(n) ?? describedBy(n);
      shown.set(n, known);
      return known;
    },
  });
}

/** What stays as it is when facts are patched. */
interface Told {
  readonly reads: readonly Read[];
  readonly responses: ReadonlyMap<number, Json | undefined>;
  readonly shownBy: (call: number) => readonly Resource[];
}

function seenBefore(calls: readonly RecordedCall[], cached: RecordedCall): boolean {
  return calls.some(
    (call) => call.n < cached.n && !call.cached && call.responseDigest === cached.responseDigest,
  );
}

function resourcesOf(
  call: RecordedCall,
  response: JsonObject,
  reader: FactReader,
  account: string,
): readonly Ranked[] {
  const params = isObject(call.params) ? call.params : {};
  const owner = call.account ?? account;
  return reader.read({ params, response, account: owner, region: call.region }).map((read) => ({
    detail: read.detail ?? 1,
    resource: {
      type: read.type,
      id: read.id,
      ...(read.name !== undefined && { name: read.name }),
      ...(read.arn !== undefined && { arn: read.arn }),
      account: owner,
      region: call.region,
      data: read.data,
      source: { call: call.n, pointer: read.pointer },
      observedAt: call.earlier?.at ?? call.at,
      links: read.links ?? [],
    },
  }));
}

function keyOf(resource: Pick<Resource, "account" | "region" | "type" | "id">): string {
  return `${resource.account} ${resource.region} ${resource.type} ${resource.id}`;
}

class FactBase implements Facts {
  readonly account: string;
  readonly accounts: readonly string[];
  readonly #resources: ReadonlyMap<string, Resource>;
  readonly #told: Told;
  readonly #byType = new Map<string, Resource[]>();
  readonly #byName = new Map<string, Resource[]>();
  readonly #byLink = new Map<string, Resource[]>();

  constructor(account: string, resources: ReadonlyMap<string, Resource>, told: Told) {
    this.account = account;
    this.accounts = [...new Set([account, ...told.reads.map((read) => read.account)])];
    this.#resources = resources;
    this.#told = told;
    for (const resource of resources.values()) {
      push(this.#byType, resource.type, resource);
      for (const name of namesOf(resource)) push(this.#byName, name.toLowerCase(), resource);
      for (const link of resource.links) push(this.#byLink, `${link.type} ${link.id}`, resource);
    }
  }

  within(place: Parameters<Facts["within"]>[0]): Facts {
    return new FactsWithin(this, place);
  }

  get(type: string, id: string): Resource | undefined {
    const called = this.#byName.get(id.toLowerCase())?.filter((resource) => resource.type === type) ?? [];
    return (
      called.find((resource) => resource.id === id || resource.arn === id) ??
      called.find((resource) => resource.name === id) ??
      called[0]
    );
  }

  all(type: string): readonly Resource[] {
    return this.#byType.get(type) ?? [];
  }

  types(): readonly string[] {
    return [...this.#byType.keys()];
  }

  named(text: string): readonly Resource[] {
    const called = this.#byName.get(text.toLowerCase()) ?? [];
    const exact = called.filter((resource) => namesOf(resource).includes(text));
    return exact.length > 0 ? exact : called;
  }

  shownBy(call: number): readonly Resource[] {
    return this.#told.shownBy(call);
  }

  linked(resource: Resource, type?: string): readonly Resource[] {
    const links = type === undefined ? resource.links : resource.links.filter((link) => link.type === type);
    return links.flatMap((link) => this.get(link.type, link.id) ?? []);
  }

  linking(type: string, id: string): readonly Resource[] {
    return this.#byLink.get(`${type} ${id}`) ?? [];
  }

  everyRead(): readonly Read[] {
    return this.#told.reads;
  }

  reads(service: string, operation: string): readonly Read[] {
    return this.#told.reads.filter((read) => read.service === service && read.operation === operation);
  }

  read(service: string, operation: string, params: JsonObject = {}): Read | undefined {
    return bestAcross(this.reads(service, operation), params);
  }

  cite(resource: Resource, pointer = ""): Evidence {
    const full = resource.source.pointer + pointer;
    return citeValue(
      resource.source.call,
      full,
      atPointer(this.#told.responses.get(resource.source.call), full) ?? null,
    );
  }

  citeAbsence(read: Read, listPointer: string, query: string): readonly Evidence[] {
    return read.pages.map(({ call, response }) => {
      const pointer = nearest(response, listPointer);
      return citeValue(call, pointer, atPointer(response, pointer) ?? null, query);
    });
  }

  citeRefusal(read: Read): readonly Evidence[] {
    return read.error ? [{ call: read.error.call, pointer: "", value: read.error.code }] : [];
  }

  patched(edits: readonly FactEdit[], place?: Parameters<Facts["within"]>[0]): Facts {
    return new FactBase(
      this.account,
      edited(this.#resources, edits, place ?? { account: this.account }),
      this.#told,
    );
  }
}

function nearest(response: Json, pointer: string): string {
  const segments = pointer.split("/").slice(1);
  for (let length = segments.length; length > 0; length -= 1) {
    const candidate = segments
      .slice(0, length)
      .map((segment) => `/${segment}`)
      .join("");
    if (atPointer(response, candidate) !== undefined) return candidate;
  }
  return "";
}

function namesOf(resource: Resource): readonly string[] {
  const last = resource.arn?.split(/[:/]/).at(-1);
  return [...new Set([resource.id, resource.name ?? "", resource.arn ?? "", last ?? ""])].filter(
    (name) => name !== "",
  );
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
