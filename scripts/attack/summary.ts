import type { Attempt, Family } from "./attempt.ts";

/** The figures of one family. */
export interface Summary {
  readonly name: string;
  readonly about: string;
  readonly attempts: number;
  readonly escaped: number;
  /** How many were made again without the guard and succeeded: the guard is what stopped them. */
  readonly succeedWithout: number;
  readonly skipped: number;
  /** Attempts by backend, and why those of some were skipped. */
  readonly backends?: readonly {
    readonly name: string;
    readonly attempts: number;
    readonly escaped: number;
    readonly skipped: number;
    readonly why: readonly string[];
  }[];
  /** Why the family could not be carried out at all. */
  readonly failed?: string;
  readonly seconds: number;
}

/** An attempt that this machine cannot make is not counted as one that was stopped. */
export function sumUp({ name, about }: Family, made: readonly Attempt[] | string, seconds: number): Summary {
  if (typeof made === "string")
    return { name, about, attempts: 0, escaped: 0, succeedWithout: 0, skipped: 0, failed: made, seconds };
  const tried = made.filter(({ skipped }) => skipped === undefined);
  const backends = [
    ...Map.groupBy(
      made.filter(({ backend }) => backend !== undefined),
      ({ backend = "" }) => backend,
    ),
  ];
  return {
    name,
    about,
    attempts: tried.length,
    escaped: tried.filter(({ escaped }) => escaped).length,
    succeedWithout: tried.filter(({ succeedsWithout }) => succeedsWithout === true).length,
    skipped: made.length - tried.length,
    ...(tried.length === 0 && { failed: "not a single attempt could be made" }),
    ...(backends.length > 0 && {
      backends: backends.map(([backend, attempts]) => ({
        name: backend,
        attempts: attempts.filter(({ skipped }) => skipped === undefined).length,
        escaped: attempts.filter(({ skipped, escaped }) => skipped === undefined && escaped).length,
        skipped: attempts.filter(({ skipped }) => skipped !== undefined).length,
        why: [...new Set(attempts.flatMap(({ skipped }) => (skipped === undefined ? [] : [skipped])))].slice(
          0,
          5,
        ),
      })),
    }),
    seconds,
  };
}
