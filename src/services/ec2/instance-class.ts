/** Baseline CPU of burstable types in percent of all their vCPUs, by size ("Burstable performance instances"). */
const baselines: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  t2: { nano: 5, micro: 10, small: 20, medium: 20, large: 30, xlarge: 22.5, "2xlarge": 17 },
  t3: { nano: 5, micro: 10, small: 20, medium: 20, large: 30, xlarge: 40, "2xlarge": 40 },
};

/** The baseline of a burstable type (t2, t3, t3a, t4g), undefined for any other. */
export function baselineOf(instanceType: string): number | undefined {
  const match = /^(t\d)\w*\.(\w+)$/.exec(instanceType);
  const family = match?.[1] === "t2" ? "t2" : "t3";
  return match ? (baselines[family]?.[match[2] ?? ""] ?? 20) : undefined;
}
