import { AppError } from "../../core/errors.ts";

/** The accounts and regions of a run. */
export interface Places {
  /** The first is where a run over one region works. May hold `all`: those that the account has enabled. */
  readonly regions: readonly string[];
  /** Each role is an account. */
  readonly roleArns: readonly string[];
  /** With roles: the account of the credentials themselves is read too. */
  readonly includeBase: boolean;
}

export interface GivenPlaces {
  /** Flag, variables, file, profile: the first that says anything counts, as a whole. */
  readonly regions: readonly (string | readonly string[] | undefined)[];
  readonly roleArns: readonly (string | readonly string[] | undefined)[];
  readonly includeBase?: boolean | undefined;
}

/** Names may be given one by one or as `us-east-1,eu-central-1`. `all` alone begins where the next one says, else in us-east-1. */
export function placesOf({ regions, roleArns, includeBase = false }: GivenPlaces): Places {
  const lists = regions.map(namesIn).filter((names) => names.length > 0);
  const wanted = lists[0] ?? [];
  const wrong = wanted.find((region) => region !== "all" && !/^[a-z]{2}(-[a-z]+)+-\d+$/.test(region));
  // One alone is judged where it is used.
  if (wrong !== undefined && wanted.length > 1)
    throw new AppError("usage", `"${wrong}" is not a region.`, {
      next: "Give them as us-east-1,eu-central-1, or all.",
    });
  const roles = roleArns.map(namesIn).find((names) => names.length > 0) ?? [];
  const noRole = roles.find((arn) => !/^arn:[^:]+:iam::\d{12}:role\/./.test(arn));
  if (noRole !== undefined)
    throw new AppError("usage", `"${noRole}" is not the ARN of a role.`, {
      next: "Give it as arn:aws:iam::123456789012:role/NAME.",
    });
  const home = lists.flat().find((region) => region !== "all") ?? "us-east-1";
  const begun = wanted.length > 0 && wanted.every((region) => region === "all") ? [home] : [];
  return {
    regions: [...begun, ...wanted],
    roleArns: roles,
    includeBase,
  };
}

function namesIn(given: string | readonly string[] | undefined): readonly string[] {
  const names = [given ?? []].flat().flatMap((one) => one.split(",").map((name) => name.trim()));
  return [...new Set(names.filter((name) => name !== ""))];
}
