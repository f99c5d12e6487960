import type { ServiceModels, Shape } from "../../aws/service-models.ts";
import type { Diagnostic } from "../../core/script.ts";
import { failureMembers } from "../follow/caught-error.ts";
import type { Use } from "../follow/use.ts";
import { apiName } from "./api-diagnostic.ts";
import { distance, nearestName } from "./nearest-name.ts";

type MemberUse = Extract<Use, { kind: "member" }>;

/** A read of an answer that fails, or that never finds anything: `page["Reservation"]`, `response.get("Instnaces")`, `response.Reservations`. */
export function checkResponse(use: MemberUse, models: ServiceModels): readonly Diagnostic[] {
  if (use.failure !== undefined) return [checkFailure(use, use.failure)];
  const { line, service, operation, name, how } = use;
  const shape = use.shape === undefined ? undefined : models.model(service)?.shapes[use.shape];
  const members = Object.keys(shape?.members ?? {});
  const answer = `${service}:${operation}`;
  if (shape === undefined)
    return [
      apiName(
        line,
        "response-shape",
        `The pages of ${answer} are read in a loop: for page in ….paginate(…).`,
      ),
    ];
  if (how === "attribute") {
    const what = shape.type === "list" ? "a list" : "a dictionary";
    const near = nearestName(name, members);
    const message = `What ${answer} returns here is ${what}: it has no .${name}.`;
    return [apiName(line, "response-shape", message, near === undefined ? undefined : `["${near}"]`)];
  }
  if (how === "name")
    return [
      apiName(
        line,
        "response-shape",
        `A loop over what ${answer} returns gives the names of its members: loop over one of them.`,
        nearestList(models, service, shape),
      ),
    ];
  if (shape.type === "list")
    return [
      apiName(
        line,
        "response-shape",
        `What ${answer} returns here is a list: take its elements before ["${name}"].`,
      ),
    ];
  if (how === "index")
    return [
      apiName(
        line,
        "response-shape",
        `What ${answer} returns here is a dictionary: it has ${members.slice(0, 8).join(", ")}, not [0].`,
      ),
    ];
  const near = nearestName(name, members);
  const known = members.length === 0 ? "nothing" : members.slice(0, 8).join(", ");
  const message = `What ${answer} returns here has no ${name}${near === undefined ? `: it has ${known}` : ""}.`;
  const found = apiName(line, "unknown-response-member", message, near);
  const fails = how === "key" || (near !== undefined && isMisspelt(name, near));
  return [fails ? found : { ...found, severity: "warning" }];
}

function checkFailure({ line, name, how }: MemberUse, part: NonNullable<MemberUse["failure"]>): Diagnostic {
  if (part === "error" || how === "attribute" || part === "response") {
    const wanted = /code/i.test(name) ? `response["Error"]["Code"]` : `response["Error"]`;
    const right = part === "error" ? `.${wanted}` : (nearestName(name, failureMembers[part]) ?? '["Error"]');
    return apiName(line, "unknown-error-member", `A ClientError has no ${name} here.`, right);
  }
  const near = nearestName(name, failureMembers[part]);
  return apiName(line, "unknown-error-member", `error.response["Error"] has no ${name}.`, near);
}

/** The member to loop over: the first list. */
function nearestList(models: ServiceModels, service: string, { members }: Shape): string | undefined {
  const shapes = models.model(service)?.shapes;
  return Object.entries(members ?? {}).find(([, member]) => shapes?.[member.shape]?.type === "list")?.[0];
}

/** Near enough to be meant: reads that find nothing are an error then. Others may be made for several kinds of answers. */
function isMisspelt(name: string, near: string): boolean {
  const [a, b] = [name.toLowerCase(), near.toLowerCase()];
  return distance(a, b, 2) <= (a.length > 4 ? 2 : 1);
}
