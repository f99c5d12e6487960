/** One attempt of an attacker, and how it ended. */
export interface Attempt {
  readonly name: string;
  readonly escaped: boolean;
  /** The same attempt where the guard is taken away: true shows that it could succeed. Undefined: there is nothing to take away. */
  readonly succeedsWithout?: boolean;
  readonly backend?: string;
  /** Why it could not be made on this machine. */
  readonly skipped?: string;
  /** What was seen, where it escaped. */
  readonly detail?: string;
}

export interface Family {
  readonly name: string;
  /** What the guard is, in a few words. */
  readonly about: string;
  attack(report: (line: string) => void): Promise<readonly Attempt[]>;
}
