import type { Facts, Resource } from "../core/facts.ts";
import { refOf } from "../core/facts.ts";
import type { ResourceRef } from "../core/finding.ts";
import { isArray, isObject } from "../core/json/json.ts";
import type { Json } from "../core/json/json.ts";
import type { Mention, Question } from "../core/question.ts";
import { listedResources } from "./listed-resources.ts";
import { primaryTypes, secondaryTypes } from "./locate-types.ts";

export interface LocatedSubject {
  readonly ref: ResourceRef;
  readonly role: "source" | "target" | "subject";
  readonly text: string;
}

export interface Location {
  readonly subjects: readonly LocatedSubject[];
  /** Look-alikes that the question only compares with ("bastion-1 works"). */
  readonly compared: readonly LocatedSubject[];
  /** Names that nothing read so far is called by; plain words are never among them. */
  readonly missing: readonly Mention[];
}

interface Match {
  readonly resource: Resource;
  readonly score: number;
}

/** The most resources that one name stands for (instances of a group share theirs). */
const mostOfOneName = 6;

/**
 * Finds what the question's names mean among the facts. Of several things with one name the type that the words say wins, then the types in
 * `prefer`, then what people usually name. A plain word is a name only if a resource is called exactly so.
 */
export function locateSubjects(question: Question, facts: Facts, prefer: readonly string[] = []): Location {
  const all = new Index(facts);
  const found = question.mentions.map((mention) => ({ mention, refs: refsOf(mention, all, facts, prefer) }));
  const strong = new Set(
    found.filter(({ mention }) => mention.weak !== true).flatMap(({ refs }) => refs.map(keyOf)),
  );
  const subjects = found.flatMap(({ mention, refs }) =>
    refs
      .filter((ref) => mention.weak !== true || !strong.has(keyOf(ref)))
      .map((ref) => ({ ref, role: mention.role ?? "subject", text: mention.text })),
  );
  const distinct = subjects.filter(
    (one, index) => subjects.findIndex((other) => keyOf(other.ref) === keyOf(one.ref)) === index,
  );
  const asked = distinct.flatMap(({ role, ...one }) => (role === "compared" ? [] : [{ ...one, role }]));
  const compared = distinct.flatMap(({ role, ...one }) =>
    role === "compared" ? [{ ...one, role: "subject" as const }] : [],
  );
  return {
    // A sentence may only seem to compare: when nothing else is left, what it compares is what it is about.
    subjects: asked.some(({ ref }) => ref.type.startsWith("AWS::")) ? asked : [...asked, ...compared],
    compared: asked.some(({ ref }) => ref.type.startsWith("AWS::")) ? compared : [],
    missing: found
      .filter(
        ({ mention, refs }) =>
          refs.length === 0 &&
          mention.weak !== true &&
          names.has(mention.kind) &&
          mention.role !== "compared" &&
          mention.type !== "AWS::StepFunctions::Execution",
      )
      .map(({ mention }) => mention),
  };
}

const known = new Set([...primaryTypes, ...secondaryTypes]);

const names = new Set<Mention["kind"]>(["id", "arn", "name", "bucket"]);

function keyOf(ref: ResourceRef): string {
  return `${ref.type} ${ref.id}`;
}

function refsOf(
  mention: Mention,
  index: Index,
  facts: Facts,
  prefer: readonly string[],
): readonly ResourceRef[] {
  if (mention.type === "Internet") return [{ type: "Internet", id: "internet" }];
  const matches = bestOf(candidates(mention, index, facts), mention, prefer);
  if (matches.length > 0) return matches.map(({ resource }) => refOf(resource));
  if (mention.kind === "address" || mention.kind === "cidr") return [{ type: "Address", id: mention.text }];
  if ((mention.kind === "host" || mention.kind === "url") && hostOf(mention.text).includes("."))
    return [{ type: "Host", id: hostOf(mention.text) }];
  return [];
}

function candidates(mention: Mention, index: Index, facts: Facts): readonly Match[] {
  const { text, kind } = mention;
  const at = (resources: readonly Resource[], score: number): readonly Match[] =>
    resources.map((resource) => ({ resource: ownerOf(resource, facts), score }));
  if (kind === "arn") {
    const exact = facts.named(text);
    return exact.length > 0 ? at(exact, 100) : at(facts.named(text.split(/[:/]/).at(-1) ?? text), 60);
  }
  if (kind === "bucket")
    return at(
      facts.named(text).filter(({ type }) => type === "AWS::S3::Bucket"),
      100,
    );
  if (kind === "host" || kind === "url")
    return [
      ...at(index.hosts(hostOf(text)), 100),
      ...(hostOf(text).includes(".") ? [] : at(facts.named(hostOf(text)), 60)),
    ];
  if (kind === "address") return at(index.addresses(text), 100);
  if (kind === "path") {
    const bucket = /^([a-z0-9][a-z0-9.-]{2,62})\//.exec(text)?.[1];
    const owner =
      bucket === undefined ? [] : facts.named(bucket).filter(({ type }) => type === "AWS::S3::Bucket");
    return owner.length > 0
      ? at(owner, 90)
      : at(
          named(mention, index, facts).map(({ resource }) => resource),
          100,
        );
  }
  if (kind === "id" || kind === "name")
    return named(mention, index, facts).map(({ resource, score }) => ({
      resource: ownerOf(resource, facts),
      score,
    }));
  return [];
}

function named({ text, weak, types }: Mention, index: Index, facts: Facts): readonly Match[] {
  const exact = [...facts.named(text), ...index.listed(text)].map((resource) => ({ resource, score: 100 }));
  const paths = [`alias/${text}`, `/aws/lambda/${text}`]
    .flatMap((name) => facts.named(name))
    .map((resource) => ({ resource, score: 70 }));
  if (exact.length > 0) return [...exact, ...paths];
  const loose = index.loosely(text).map((resource) => ({ resource, score: 80 }));
  if (loose.length > 0 || paths.length > 0) return [...loose, ...paths];
  if (weak === true && types === undefined) return [];
  const begun = index
    .begunBy(text)
    .filter(({ type }) => (weak === true ? types?.includes(type) === true : primaryTypes.includes(type)));
  return begun.length > mostOfOneName || (weak === true && begun.length > 1)
    ? []
    : begun.map((resource) => ({ resource, score: 45 }));
}

function bestOf(matches: readonly Match[], mention: Mention, prefer: readonly string[]): readonly Match[] {
  const hinted = mention.types ?? [];
  const ranked = matches
    .filter(({ resource }) => known.has(resource.type) || hinted.includes(resource.type))
    .filter(
      ({ resource, score }) =>
        mention.weak !== true ||
        hinted.includes(resource.type) ||
        (hinted.length === 0 && score === 100 && primaryTypes.includes(resource.type)),
    )
    .map(({ resource, score }) => ({ resource, score: score + typeScore(resource.type, hinted, prefer) }))
    .toSorted((a, b) => b.score - a.score);
  const best = ranked[0];
  const same = ranked.filter(
    ({ resource, score }) => resource.type === best?.resource.type && score === best.score,
  );
  return same
    .filter(({ resource }, index) => same.findIndex((other) => other.resource.id === resource.id) === index)
    .slice(0, mostOfOneName);
}

function typeScore(type: string, hinted: readonly string[], prefer: readonly string[]): number {
  const hint = hinted.indexOf(type);
  const preferred = prefer.indexOf(type);
  const usual = primaryTypes.indexOf(type);
  const bySaid = hint >= 0 ? 40 - hint : hinted.length > 0 ? -10 : 0;
  const byTrouble = preferred >= 0 ? 12 - Math.min(preferred, 10) * 0.5 : 0;
  const byHabit = usual >= 0 ? 5 - usual * 0.1 : secondaryTypes.has(type) ? -15 : -25;
  return bySaid + byTrouble + byHabit;
}

/** An alias stands for its key; an answer about one aspect stands for the resource itself. */
function ownerOf(resource: Resource, facts: Facts): Resource {
  if (resource.type === "AWS::KMS::Alias") {
    const target = resource.data["TargetKeyId"];
    return (
      (typeof target === "string" ? facts.get("AWS::KMS::Key", target) : undefined) ??
      facts.linked(resource, "AWS::KMS::Key")[0] ??
      resource
    );
  }
  return resource;
}

function hostOf(text: string): string {
  return (
    text
      .replace(/^https?:\/\//, "")
      .split(/[/:?#]/)[0]
      ?.toLowerCase() ?? ""
  );
}

/** Names in other spellings, host names and addresses of everything read. */
class Index {
  readonly #resources: readonly Resource[];
  readonly #listed: readonly Resource[];

  constructor(facts: Facts) {
    this.#listed = listedResources(facts);
    this.#resources = [
      ...[...primaryTypes, ...secondaryTypes].flatMap((type) => facts.all(type)),
      ...this.#listed,
    ];
  }

  /** What bare lists name exactly so. */
  listed(text: string): readonly Resource[] {
    return this.#listed.filter((resource) => namesOf(resource).includes(text));
  }

  /** Same name but for case, hyphens, underscores, dots and spaces. */
  loosely(text: string): readonly Resource[] {
    const plain = squeezed(text);
    return plain.length < 3
      ? []
      : this.#resources.filter((resource) => namesOf(resource).some((name) => squeezed(name) === plain));
  }

  /** Names that go on after this one: `web` and `web-1`. */
  begunBy(text: string): readonly Resource[] {
    const begin = `${text.toLowerCase()}-`;
    return this.#resources.filter((resource) =>
      namesOf(resource).some((name) => name.toLowerCase().startsWith(begin)),
    );
  }

  hosts(host: string): readonly Resource[] {
    return this.#resources.filter((resource) =>
      hostNames(resource).some((name) => name.replace(/\.$/, "").toLowerCase() === host),
    );
  }

  addresses(address: string): readonly Resource[] {
    return this.#resources.filter(
      ({ data }) =>
        addressMembers.some((member) => data[member] === address) ||
        listed(data["PrivateIpAddresses"], "PrivateIpAddress").includes(address),
    );
  }
}

const addressMembers = ["PrivateIpAddress", "PublicIpAddress", "PublicIp"];

function squeezed(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

function namesOf(resource: Resource): readonly string[] {
  return [resource.name ?? "", resource.id].filter((name) => name !== "");
}

function hostNames({ type, id, name, data }: Resource): readonly string[] {
  const endpoint = isObject(data["Endpoint"]) ? data["Endpoint"]["Address"] : data["Endpoint"];
  const said: readonly (Json | undefined)[] = [
    data["DNSName"],
    data["DomainName"],
    data["PublicDnsName"],
    data["PrivateDnsName"],
    endpoint,
  ];
  const alternatives = data["SubjectAlternativeNames"] ?? data["SubjectAlternativeNameSummaries"];
  return [
    ...said.filter((value) => typeof value === "string"),
    ...(isArray(alternatives) ? alternatives.filter((value) => typeof value === "string") : []),
    ...(type.startsWith("AWS::Route53::") ? [name ?? "", id] : []),
  ];
}

function listed(list: Json | undefined, member: string): readonly Json[] {
  return isArray(list)
    ? list.flatMap((item) => (isObject(item) && item[member] !== undefined ? [item[member]] : []))
    : [];
}
