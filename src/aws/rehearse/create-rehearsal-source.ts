import type { DecodedCall, ReadResponse, Source, WireRequest, WireResponse } from "../../core/source.ts";
import { encodeAnswer } from "../encode/encode-answer.ts";
import { pagingOf, tokenOfAnswer } from "../page-token.ts";
import type { ServiceModel, ServiceModels } from "../service-models.ts";
import { writeError } from "../encode/write-error.ts";
import { makeAnswer } from "./make-answer.ts";
import { namesAbsentThing, throttling, unsetSetting } from "./rehearsed-error.ts";
import type { RehearsedError } from "./rehearsed-error.ts";
import type { Situation } from "../../core/record/rehearsal.ts";

export interface CreateRehearsalSource {
  /** Decodes, reviews and binds as in earnest; never asked to send anything. */
  readonly source: Source;
  readonly models: ServiceModels;
  readonly account: string;
  readonly situation: Situation;
  /** Only for `enum`: which value stands everywhere. */
  readonly turn?: number;
  readonly now: () => Date;
}

/** A list that was answered in two pages. */
export interface OfferedPage {
  readonly service: string;
  readonly operation: string;
  /** The second page was asked for. */
  readonly read: boolean;
  /** The request itself said how many it wants. */
  readonly limited: boolean;
  /** What the next request carries. */
  readonly token: string;
}

/** The cloud of a rehearsal: the same decoding, effects and bounds, answers from the service models, nothing sent. */
export interface RehearsalSource extends Source {
  /** In the order of the requests. */
  offered(): readonly OfferedPage[];
  /** The most enum values that a member of the answers so far may have; 0 where none has. */
  enumValues(): number;
}

export function createRehearsalSource(options: CreateRehearsalSource): RehearsalSource {
  const { source, models } = options;
  const pages: OfferedPage[] = [];
  const seen = { enumValues: 0 };
  const answer = (call: DecodedCall): WireResponse => {
    const model = models.model(call.service);
    if (!model) throw new Error(`there is no model of ${call.service}`);
    const fault = faultOf(options.situation, model, call);
    if (fault) return errorAnswer(model, fault);
    seen.enumValues = Math.max(seen.enumValues, enumValuesOf(model, call.operation));
    return successAnswer(options, model, call, pages);
  };
  return {
    name: source.name,
    decode: (request, scope) => source.decode(request, scope),
    effects: (service, operation) => source.effects(service, operation),
    price: () => 0,
    outside: (call, mandate) => source.outside(call, mandate),
    forward: (request, call) =>
      Promise.resolve(
        options.situation === "denied"
          ? source.refuse(call, request, "AccessDenied", deniedMessage(call))
          : answer(call),
      ),
    read: (call: DecodedCall, response: WireResponse): ReadResponse => source.read(call, response),
    refuse: (call: DecodedCall | undefined, request: WireRequest, code, message) =>
      source.refuse(call, request, code, message),
    offered: () => [...pages],
    enumValues: () => seen.enumValues,
  };
}

function deniedMessage(call: DecodedCall): string {
  return `User is not authorized to perform: ${call.actions[0] ?? call.operation} (rehearsed)`;
}

function faultOf(situation: Situation, model: ServiceModel, call: DecodedCall): RehearsedError | undefined {
  if (situation === "throttled") return throttling(model);
  if (situation === "empty") return unsetSetting(call);
  return situation === "not-found" ? namesAbsentThing(model, call) : undefined;
}

function errorAnswer(
  model: ServiceModel,
  { status, code, message, queryCode }: RehearsedError,
): WireResponse {
  const { protocol } = model.metadata;
  const wire = writeError({ protocol, service: model.service, status, code, message });
  if (queryCode === undefined) return wire;
  return { ...wire, headers: [...wire.headers, ["x-amzn-query-error", `${queryCode};Sender`]] };
}

function successAnswer(
  { account, situation, turn, now }: CreateRehearsalSource,
  model: ServiceModel,
  call: DecodedCall,
  pages: OfferedPage[],
): WireResponse {
  const paging = situation === "paged" ? pagingOf(model, call.operation) : undefined;
  const asked = call.page?.token;
  if (asked !== undefined)
    for (const [index, page] of pages.entries())
      if (page.service === call.service && page.operation === call.operation && sameToken(page.token, asked))
        pages[index] = { ...page, read: true };
  const another = paging !== undefined && asked === undefined;
  const value = makeAnswer({
    model,
    call,
    account,
    now: now()
      .toISOString()
      .replace(/\.\d+Z$/, "Z"),
    members: situation === "enum" ? "all" : "usual",
    empty: situation === "empty" || situation === "not-found",
    ...(situation === "enum" && { turn: turn ?? 0 }),
    page: asked === undefined ? 1 : 2,
    ...(another && { token: `rehearsed-page-${pages.length + 1}` }),
  });
  const token = another ? tokenOfAnswer(paging, value) : undefined;
  if (token !== undefined)
    pages.push({
      service: call.service,
      operation: call.operation,
      token,
      read: false,
      limited: isLimited(paging?.limit_key, call),
    });
  const wire = encodeAnswer(model, call.operation, value);
  return (
    wire ??
    errorAnswer(model, {
      status: 400,
      code: "NotRehearsed",
      message: "This answer is a stream, which is not rehearsed.",
    })
  );
}

/** A token of several parts comes back in parts that may be written differently. */
function sameToken(offered: string, asked: string): boolean {
  return offered === asked || offered.includes(asked) || asked.includes(offered);
}

function isLimited(limitKey: string | undefined, call: DecodedCall): boolean {
  return [
    limitKey ?? "",
    "MaxResults",
    "maxResults",
    "MaxItems",
    "Limit",
    "limit",
    "MaxRecords",
    "MaxKeys",
  ].some((name) => call.params[name] !== undefined);
}

/** The longest enum within an operation's answer. */
function enumValuesOf(model: ServiceModel, operation: string): number {
  const known = enumCounts.get(model) ?? new Map<string, number>();
  enumCounts.set(model, known);
  const counted = known.get(operation);
  if (counted !== undefined) return counted;
  const visited = new Set<string>();
  const most = { values: 0 };
  const visit = (name: string | undefined): void => {
    const shape = name === undefined ? undefined : model.shapes[name];
    if (name === undefined || !shape || visited.has(name)) return;
    visited.add(name);
    most.values = Math.max(most.values, shape.enum?.length ?? 0);
    for (const member of Object.values(shape.members ?? {})) visit(member.shape);
    for (const ref of [shape.member, shape.value]) visit(ref?.shape);
  };
  visit(model.operations[operation]?.output?.shape);
  known.set(operation, most.values);
  return most.values;
}

const enumCounts = new WeakMap<ServiceModel, Map<string, number>>();
