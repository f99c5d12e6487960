import { describe, expect, it } from "vitest";
import { defaultLimits } from "../../core/sandbox.ts";
import { watchBySampling, type Sample } from "./watch.ts";

const limits = { ...defaultLimits, memoryBytes: 1000 };

/** Watches until it is stopped or the samples are used up. */
async function watch(samples: readonly (Sample | undefined)[]): Promise<{ why?: string; peak?: number }> {
  const left = [...samples];
  const seen: { why?: string } = {};
  const watching = watchBySampling(() => left.shift())({
    pid: 1,
    limits,
    stop: (why) => {
      seen.why = why;
    },
  });
  await expect.poll(() => left.length === 0 || seen.why !== undefined, { timeout: 5000 }).toBe(true);
  const peak = watching.end();
  return { ...seen, ...(peak !== undefined && { peak }) };
}

describe("watchBySampling", () => {
  it("lets a job be that keeps to its bound, and tells the most it held", async () => {
    const samples = [10, 900, 20].map((bytes) => ({ bytes, peakBytes: bytes + 5 }));
    expect(await watch(samples)).toEqual({ peak: 905 });
  });

  it("stops a job that holds more, with the reason", async () => {
    const { why, peak } = await watch([{ bytes: 1001, peakBytes: 1001 }]);
    expect(why).toContain("together");
    expect(peak).toBe(1001);
  });

  it("stops a job when the kernel has killed a part of it, whatever it holds now", async () => {
    expect(await watch([{ bytes: 1, peakBytes: 1, stop: "killed" }])).toEqual({ why: "killed", peak: 1 });
  });

  it("waits where nothing is known yet", async () => {
    expect(await watch([undefined, { bytes: 7, peakBytes: 7 }])).toEqual({ peak: 7 });
  });
});
