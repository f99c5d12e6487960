import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureWire, shareOf } from "./measure-wire.ts";
import type { WireTally } from "./measure-wire.ts";

/** Prints the table of `measureWire`: `node wire.ts BOTOCORE_DATA_FOLDER REQUESTS.jsonl`. Exit 1 below the bar. NOTES: how many lines of detail. */

const [dataFolder, file] = process.argv.slice(2);
if (dataFolder === undefined || file === undefined)
  throw new Error("usage: node wire.ts BOTOCORE_DATA_FOLDER REQUESTS.jsonl");

const measure = await measureWire({ dataFolder, cacheFolder: join(tmpdir(), "nephoscope-wire"), file });
const { protocols, total, notes, times } = measure;
const write = (line: string) => process.stdout.write(`${line}\n`);

const important = notes.filter((note) => note.startsWith("wrong"));
const others = notes.filter((note) => !note.startsWith("wrong"));
for (const note of [...important, ...others.slice(0, Number(process.env["NOTES"] ?? 0))]) write(note);

const columns: readonly (keyof WireTally)[] = [
  "requests",
  "exact",
  "twin",
  "discovery",
  "denied",
  "wrong",
  "writesAsReads",
  "skipped",
];
write(
  ["protocol".padEnd(20), ...columns.map((name) => name.padStart(13)), "exact or twin".padStart(15)].join(""),
);
for (const [name, tally] of [...protocols, ["all", total] as const])
  write(
    [
      name.padEnd(20),
      ...columns.map((column) => String(tally[column]).padStart(13)),
      `${shareOf(tally).toFixed(2)} %`.padStart(15),
    ].join(""),
  );
const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
write(
  `parameters as they went in: ${total.params} of ${total.exact}; one decoding p50 ${at(0.5)} µs, p95 ${at(0.95)} µs`,
);
process.exitCode = total.requests > 0 && shareOf(total) >= 97.5 && total.writesAsReads === 0 ? 0 : 1;
