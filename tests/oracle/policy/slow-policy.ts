import { holds, operatorNames, substitute } from "./slow-condition.ts";
import type { Context } from "./slow-condition.ts";
import { globMatches, tokensOf } from "./slow-glob.ts";

export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

export type Answer = "allow" | "deny" | "silent" | "malformed";

type Loose = { readonly [name: string]: unknown };

function isLoose(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textsOf(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return undefined;
  const texts = list.map((item) =>
    typeof item === "string" || typeof item === "boolean" || typeof item === "number"
      ? String(item)
      : undefined,
  );
  const good = texts.filter((text) => text !== undefined);
  return good.length === texts.length ? good : undefined;
}

/**
 * One identity policy alone against one request, from the IAM User Guide ("Grammar of the IAM JSON policy language", "Policy evaluation logic", "Condition operators",
 * "Variables and tags"), without a look at the product's own. A document that IAM would not take is `malformed`: nothing may be allowed by it.
 */
export function judge(document: unknown, request: Request): Answer {
  if (!isLoose(document)) return "malformed";
  const version = document["Version"] ?? "2008-10-17";
  if (version !== "2012-10-17" && version !== "2008-10-17") return "malformed";
  const given = document["Statement"];
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  const effects = list.map((statement) => appliedEffect(statement, request, version === "2012-10-17"));
  if (effects.includes("malformed") || effects.length === 0) return "malformed";
  if (effects.includes("deny")) return "deny";
  return effects.includes("allow") ? "allow" : "silent";
}

function appliedEffect(statement: unknown, request: Request, variables: boolean): Answer {
  if (!isLoose(statement)) return "malformed";
  const effect = statement["Effect"];
  if (effect !== "Allow" && effect !== "Deny") return "malformed";
  const action = either(statement, "Action", (text) => actionMatches(text, request.action));
  const resource = either(statement, "Resource", (text) => resourceMatches(text, request, variables));
  const conditions = conditionsHold(statement["Condition"], request.context, variables);
  if (action === undefined || resource === undefined || conditions === undefined) return "malformed";
  if (!action || !resource || !conditions) return "silent";
  return effect === "Allow" ? "allow" : "deny";
}

/** `X` or `NotX`, exactly one of them, with one text or a list of them. */
function either(statement: Loose, name: string, matches: (text: string) => boolean): boolean | undefined {
  const [plain, not] = [statement[name], statement[`Not${name}`]];
  if ((plain === undefined) === (not === undefined)) return undefined;
  const texts: unknown = plain ?? not;
  const list = Array.isArray(texts) ? texts : [texts];
  if (list.length === 0 || list.some((text) => typeof text !== "string" || text === "")) return undefined;
  const some = list.some((text) => matches(String(text)));
  return plain === undefined ? !some : some;
}

/** "Action names are case insensitive", the service's prefix too. */
function actionMatches(text: string, action: string): boolean {
  return globMatches(tokensOf(text.toLowerCase()), action.toLowerCase());
}

/** Case-sensitive, wildcards anywhere. A text with a variable that has no value matches nothing. */
function resourceMatches(text: string, { resource, context }: Request, variables: boolean): boolean {
  const tokens = substitute(text, context, variables);
  return tokens !== undefined && globMatches(tokens, resource);
}

function conditionsHold(block: unknown, context: Context, variables: boolean): boolean | undefined {
  if (block === undefined) return true;
  if (!isLoose(block)) return undefined;
  const outcomes: (boolean | undefined)[] = [];
  for (const [operator, keys] of Object.entries(block)) {
    if (!isLoose(keys) || !exists(operator)) return undefined;
    for (const [key, value] of Object.entries(keys)) {
      const texts = textsOf(value);
      outcomes.push(texts === undefined ? undefined : holds(operator, key, texts, context, variables));
    }
  }
  if (outcomes.includes(undefined)) return undefined;
  return outcomes.every((outcome) => outcome === true);
}

function exists(operator: string): boolean {
  const bare = operator.replace(/^(?:ForAllValues|ForAnyValue):/, "").replace(/IfExists$/, "");
  return operator === "Null" || operatorNames.includes(bare);
}
