/** Memory of an instance class in GiB, by size; "Hardware specifications for DB instance classes". Families: t (burstable), m (general), r and x (memory). */
const perVcpu: Readonly<Record<string, number>> = { m: 4, r: 8, x: 16, z: 8, c: 2 };
const burstable: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
};
const vcpus: Readonly<Record<string, number>> = { medium: 1, large: 2, xlarge: 4 };

/** GiB of memory of `db.r6g.xlarge`; undefined for a class of unknown form. */
export function memoryOf(instanceClass: string): number | undefined {
  const match = /^(?:db|cache)\.([a-z])\w*\.([\w]+)$/.exec(instanceClass);
  const [family, size] = [match?.[1] ?? "", match?.[2] ?? ""];
  if (family === "t") return burstable[size];
  const times = /^(\d+)xlarge$/.exec(size)?.[1];
  const count = times === undefined ? vcpus[size] : Number(times) * 4;
  const each = perVcpu[family];
  return count === undefined || each === undefined ? undefined : count * each;
}

/** A burstable class earns CPU credits and is throttled without them. */
export function isBurstable(instanceClass: string): boolean {
  return /^(?:db\.|cache\.)?t\d/.test(instanceClass);
}
