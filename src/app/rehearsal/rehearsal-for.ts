import { z } from "zod";
import type { Rehearse } from "../../agent/agent.ts";
import type { Json } from "../../core/json/json.ts";
import { isObject } from "../../core/json/json.ts";
import type { Account } from "../places/account.ts";
import { once } from "../once.ts";
import { rehearsalOf, rehearseScript } from "./rehearse-script.ts";
import { rehearsalTools } from "./rehearsal-tools.ts";
import type { Workshop } from "../workshop.ts";

export interface RehearsalFor {
  readonly workshop: Workshop;
  readonly account: Pick<Account, "account" | "region">;
  readonly when: Rehearse["when"];
  readonly now: () => Date;
}

/** Rehearsals of the agent: every list in two pages (which holds what `minimal` does), and nothing there; two sandboxes, side by side. */
export function rehearsalFor({ workshop, account: place, when, now }: RehearsalFor): Rehearse {
  const tools = once(() => rehearsalTools(workshop, { account: place.account, region: place.region, now }));
  return {
    when,
    run: async (grant, code, signal, { account, region } = place) => {
      const { source, models } = await tools();
      const sandbox = await workshop.sandbox();
      const common = { source, models, account, region, now, grant, code, sandbox, signal };
      return rehearsalOf(await rehearseScript({ ...common, situations: ["paged", "empty"] }));
    },
  };
}

/** What a run was asked with, from its own `run-start`. */
export function rehearseOf(options: Json): Rehearse["when"] {
  const told = isObject(options) ? options["rehearse"] : undefined;
  return z.enum(["auto", "always", "never"]).catch("auto").parse(told);
}
